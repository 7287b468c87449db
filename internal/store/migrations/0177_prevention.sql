-- How often something was used in a region in a month: lessons, checks of an offer, posters. No chat, case, language, day or person is in
-- it. code: the region of the poster by which somebody came, '' when nobody said one. It replaces use_counts.
CREATE TABLE region_uses (
	month TEXT   NOT NULL,
	code  TEXT   NOT NULL,
	what  TEXT   NOT NULL,
	n     BIGINT NOT NULL,
	PRIMARY KEY (month, code, what)
);
INSERT INTO region_uses (month, code, what, n) SELECT substr(day, 1, 7), '', what, SUM(n) FROM use_counts GROUP BY substr(day, 1, 7), what;
DELETE FROM use_counts;

-- The story of a drill; '' before there were several.
ALTER TABLE drills ADD COLUMN scenario TEXT NOT NULL DEFAULT '';
