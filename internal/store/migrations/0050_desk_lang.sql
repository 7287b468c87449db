-- The language in which officers' texts come to a chat; it belongs to the phone, not to the seat. Empty for everybody who is no officer.
ALTER TABLE chats ADD COLUMN desk_lang TEXT NOT NULL DEFAULT '';
