/**
 * Any part of a person's names found by an index, where 0090 knew the name to log in by alone. What is searched is one
 * text (`searchedText` in people-search.ts). Of two letters no index knows: SQLite reads the names in their order then,
 * from an index that holds all of them, and not the people.
 */
const names = (row: string) => `${row}given_name || ' ' || ${row}surname || ' ' || ${row}email`;

export const sqlitePeopleNames = `
  DROP TRIGGER person_comes;
  DROP TRIGGER person_is_renamed;
  DROP TRIGGER person_is_erased;
  DROP TABLE people_search;
  CREATE VIRTUAL TABLE people_search
    USING fts5(username, names, content = '', columnsize = 0, detail = column, tokenize = 'trigram');
  CREATE INDEX people_in_order ON people (realm, username, given_name, surname, email, gone_at);
  INSERT INTO people_search (rowid, username, names) SELECT id, username, ${names('')} FROM people;

  CREATE TRIGGER person_comes AFTER INSERT ON people BEGIN
    INSERT INTO people_search (rowid, username, names) VALUES (NEW.id, NEW.username, ${names('NEW.')});
  END;
  CREATE TRIGGER person_is_renamed AFTER UPDATE OF username, given_name, surname, email ON people
    WHEN (NEW.username, NEW.given_name, NEW.surname, NEW.email)
      IS NOT (OLD.username, OLD.given_name, OLD.surname, OLD.email) BEGIN
    INSERT INTO people_search (people_search, rowid, username, names)
      VALUES ('delete', OLD.id, OLD.username, ${names('OLD.')});
    INSERT INTO people_search (rowid, username, names) VALUES (NEW.id, NEW.username, ${names('NEW.')});
  END;
  CREATE TRIGGER person_is_erased AFTER DELETE ON people BEGIN
    INSERT INTO people_search (people_search, rowid, username, names)
      VALUES ('delete', OLD.id, OLD.username, ${names('OLD.')});
  END;
`;

/** Where pg_trgm is to be had, as in 0090. */
export const postgresPeopleNames = `
  DO $$
    BEGIN
      CREATE INDEX people_names_parts ON people
        USING gin (lower((username || ' ' || ${names('')}) COLLATE "C") gin_trgm_ops) WHERE gone_at IS NULL;
    EXCEPTION WHEN undefined_object OR feature_not_supported THEN
      RAISE NOTICE 'pg_trgm is not to be had: searches read everybody';
    END
  $$;
`;
