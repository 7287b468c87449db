-- rights_due: when the reporter's oldest open wish about the own data must be answered; 0: none is open. erase_from: when two seats agreed
-- that the case is erased, before its time; 0: they did not.
ALTER TABLE cases ADD COLUMN rights_due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN erase_from BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_rights ON cases (lead, rights_due) WHERE rights_due > 0;
CREATE INDEX cases_erase ON cases (erase_from) WHERE erase_from > 0;
-- Who opened the content of a case: its reporter may ask.
CREATE INDEX audit_opened ON audit (target) WHERE action IN ('case.read', 'identity.read', 'case.evidence');
