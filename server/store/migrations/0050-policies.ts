/**
 * Policies as they were written, open challenges, and vain searches of the pool. The revision is another random number
 * after each change, so that no undone change can look like a later one.
 */
export const policies = `
  CREATE TABLE policies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL
  );
  CREATE TABLE policy_revision (number INTEGER NOT NULL);
  INSERT INTO policy_revision VALUES (random());
  CREATE TRIGGER policies_inserted AFTER INSERT ON policies BEGIN UPDATE policy_revision SET number = random(); END;
  CREATE TRIGGER policies_updated AFTER UPDATE ON policies BEGIN UPDATE policy_revision SET number = random(); END;
  CREATE TRIGGER policies_deleted AFTER DELETE ON policies BEGIN UPDATE policy_revision SET number = random(); END;

  CREATE TABLE challenges (
    transaction_id TEXT NOT NULL,
    credential_id INTEGER NOT NULL REFERENCES credentials (id),
    begun_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    PRIMARY KEY (transaction_id, credential_id)
  ) WITHOUT ROWID;
  CREATE INDEX challenges_end ON challenges (ends_at);

  CREATE TABLE pool_misses (id INTEGER PRIMARY KEY, at TEXT NOT NULL, person_id INTEGER NOT NULL, client TEXT NOT NULL);
  CREATE INDEX pool_misses_person ON pool_misses (person_id, at);
  CREATE INDEX pool_misses_client ON pool_misses (client, at);
`;
