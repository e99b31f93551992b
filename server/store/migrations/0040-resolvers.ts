/**
 * Realms made of resolvers: what each resolver is, the people of our own, and of everybody which resolver they are from.
 * Each realm that was there becomes a resolver of our own of the same name.
 */
export const resolvers = `
  CREATE TABLE resolvers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    settings TEXT NOT NULL,
    secrets BLOB
  );
  CREATE TABLE realm_resolvers (
    realm TEXT NOT NULL REFERENCES realms (name),
    resolver TEXT NOT NULL REFERENCES resolvers (name),
    priority INTEGER,
    PRIMARY KEY (realm, resolver)
  ) WITHOUT ROWID;
  CREATE TABLE own_people (
    resolver TEXT NOT NULL REFERENCES resolvers (name),
    username TEXT NOT NULL,
    user_id TEXT NOT NULL,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    email TEXT NOT NULL,
    mobile TEXT NOT NULL,
    phone TEXT NOT NULL,
    office TEXT NOT NULL,
    password_hash TEXT,
    PRIMARY KEY (resolver, username),
    UNIQUE (resolver, user_id)
  ) WITHOUT ROWID;
  INSERT INTO resolvers (name, type, settings) SELECT name, 'internal', '{}' FROM realms;
  INSERT INTO realm_resolvers (realm, resolver) SELECT name, name FROM realms;
  INSERT INTO own_people (resolver, username, user_id, given_name, surname, email, mobile, phone, office)
    SELECT realm, username, user_id, given_name, surname, email, mobile, phone, office FROM people;

  PRAGMA defer_foreign_keys = ON;
  CREATE TEMPORARY TABLE people_0040 AS SELECT * FROM people;
  DROP TABLE people;
  CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    realm TEXT NOT NULL,
    resolver TEXT NOT NULL,
    username TEXT NOT NULL,
    user_id TEXT NOT NULL,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    email TEXT NOT NULL,
    mobile TEXT NOT NULL,
    phone TEXT NOT NULL,
    office TEXT NOT NULL,
    gone_at TEXT
  );
  INSERT INTO people
    SELECT id, realm, realm, username, user_id, given_name, surname, email, mobile, phone, office, NULL
    FROM people_0040;
  DROP TABLE people_0040;
  CREATE UNIQUE INDEX people_username ON people (realm, username) WHERE gone_at IS NULL;
  CREATE INDEX people_any_case ON people (realm, username COLLATE NOCASE) WHERE gone_at IS NULL;
  CREATE UNIQUE INDEX people_user_id ON people (realm, resolver, user_id);
`;
