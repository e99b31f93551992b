import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/**
 * Long lists: how many tokens there are, counted when one begins or ends; parts of serials and descriptions found by an
 * index. Neither is touched by a check. And wrong guesses, by what they were made at or from.
 */
function longLists({ integer, text }: Pick<Words, 'integer' | 'text'>): string {
  return `
  CREATE TABLE living_tokens (number ${integer} NOT NULL, changes ${integer} NOT NULL);
  INSERT INTO living_tokens SELECT count(*), 0 FROM credentials WHERE ended_at IS NULL;
  CREATE INDEX credentials_free ON credentials (serial) WHERE ended_at IS NULL AND owner_id IS NULL;
  CREATE TABLE guesses (name ${text} PRIMARY KEY, count ${integer} NOT NULL, last_at ${text} NOT NULL);
  CREATE INDEX people_by_name ON people (username);
  CREATE INDEX people_of_resolver ON people (resolver, user_id);
`;
}

/** The index holds three letters each (FTS5's trigrams) and no texts; it says who may have them, the table who has. */
export const sqliteTokenSearch = `
  ${longLists(sqliteWords)}
  CREATE VIRTUAL TABLE token_search
    USING fts5(serial, description, content = '', columnsize = 0, detail = column, tokenize = 'trigram');
  INSERT INTO token_search (rowid, serial, description)
    SELECT id, serial, description FROM credentials WHERE ended_at IS NULL;

  CREATE TRIGGER token_begins AFTER INSERT ON credentials WHEN NEW.ended_at IS NULL BEGIN
    UPDATE living_tokens SET number = number + 1, changes = changes + 1;
    INSERT INTO token_search (rowid, serial, description) VALUES (NEW.id, NEW.serial, NEW.description);
  END;
  CREATE TRIGGER token_is_described AFTER UPDATE OF description ON credentials
    WHEN OLD.ended_at IS NULL AND NEW.description <> OLD.description BEGIN
    INSERT INTO token_search (token_search, rowid, serial, description)
      VALUES ('delete', OLD.id, OLD.serial, OLD.description);
    INSERT INTO token_search (rowid, serial, description) VALUES (NEW.id, NEW.serial, NEW.description);
  END;
  CREATE TRIGGER token_ends AFTER UPDATE OF ended_at ON credentials
    WHEN OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL BEGIN
    UPDATE living_tokens SET number = number - 1, changes = changes + 1;
    INSERT INTO token_search (token_search, rowid, serial, description)
      VALUES ('delete', OLD.id, OLD.serial, OLD.description);
  END;
`;

/** The same for the names that people log in by. */
export const sqlitePeopleSearch = `
  CREATE VIRTUAL TABLE people_search
    USING fts5(username, content = '', columnsize = 0, detail = none, tokenize = 'trigram');
  INSERT INTO people_search (rowid, username) SELECT id, username FROM people;

  CREATE TRIGGER person_comes AFTER INSERT ON people BEGIN
    INSERT INTO people_search (rowid, username) VALUES (NEW.id, NEW.username);
  END;
  CREATE TRIGGER person_is_renamed AFTER UPDATE OF username ON people WHEN NEW.username <> OLD.username BEGIN
    INSERT INTO people_search (people_search, rowid, username) VALUES ('delete', OLD.id, OLD.username);
    INSERT INTO people_search (rowid, username) VALUES (NEW.id, NEW.username);
  END;
  CREATE TRIGGER person_is_erased AFTER DELETE ON people BEGIN
    INSERT INTO people_search (people_search, rowid, username) VALUES ('delete', OLD.id, OLD.username);
  END;
`;

/** With the extension pg_trgm, where whoever owns the database may have it; without, a search reads every token. */
export const postgresTokenSearch = `
  ${longLists(postgresWords)}
  CREATE FUNCTION count_living() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE living_tokens SET changes = changes + 1,
        number = number + (SELECT count(*) FROM begun WHERE ended_at IS NULL);
      RETURN NULL;
    END $$;
  CREATE TRIGGER token_begins AFTER INSERT ON credentials
    REFERENCING NEW TABLE AS begun FOR EACH STATEMENT EXECUTE FUNCTION count_living();
  CREATE FUNCTION count_ended() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE living_tokens SET changes = changes + 1, number = number - 1;
      RETURN NULL;
    END $$;
  CREATE TRIGGER token_ends AFTER UPDATE OF ended_at ON credentials
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION count_ended();

  DO $$
    BEGIN
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE INDEX credentials_serial_parts ON credentials
        USING gin (lower(serial COLLATE "C") gin_trgm_ops) WHERE ended_at IS NULL;
      CREATE INDEX credentials_description_parts ON credentials
        USING gin (lower(description COLLATE "C") gin_trgm_ops) WHERE ended_at IS NULL AND description <> '';
      CREATE INDEX people_name_parts ON people USING gin (lower(username COLLATE "C") gin_trgm_ops);
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
      RAISE NOTICE 'pg_trgm is not to be had: searches read every token';
    END
  $$;
`;
