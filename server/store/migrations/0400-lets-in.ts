import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Where validity begins and ends: as time passes one of them, somebody has a token or has none, and no row changes. */
const moments = `
  CREATE INDEX credentials_valid_from ON credentials (valid_from) WHERE valid_from IS NOT NULL AND ended_at IS NULL;
  CREATE INDEX credentials_valid_until ON credentials (valid_until) WHERE valid_until IS NOT NULL AND ended_at IS NULL;
`;

/** Counters move with every check: only the one that uses a credential up, or gives it uses again, is told. */
const told = `tries, successes, max_tries, max_successes, valid_from, valid_until, rollout_state`;
const usedUp = (row: string) =>
  `(coalesce(${row}.tries >= ${row}.max_tries, false) OR coalesce(${row}.successes >= ${row}.max_successes, false))`;
const isOtherwise = (differs: (one: string, other: string) => string) =>
  [
    differs(usedUp('OLD'), usedUp('NEW')),
    ...['valid_from', 'valid_until', 'rollout_state'].map((column) => differs(`OLD.${column}`, `NEW.${column}`)),
  ].join(' OR ');

/** Of the person alone: what stations are told of the credential itself is the same. */
const marking = (person: string, distinct: string, from = '') => `
    INSERT INTO content_parts (list, part, revision)
      SELECT ${distinct}'people', CAST(account.id / 1000 AS TEXT), number FROM content_revision, ${from}
        people AS named JOIN people AS account ON account.resolver = named.resolver AND account.user_id = named.user_id
      WHERE named.id = ${person}
      ON CONFLICT (list, part) DO UPDATE SET revision = excluded.revision;`;

/**
 * A check that uses a credential up holds its row, and rows of others: it must not wait for whoever changes what stations
 * are told, who waits for these. It sets the person aside; whoever reads the revision next takes them out, and that is counted.
 */
const aside = ({ integer }: Words) => `CREATE TABLE let_in_otherwise (person_id ${integer} NOT NULL);`;
const setAside = 'INSERT INTO let_in_otherwise VALUES (NEW.owner_id);';

export const sqliteLetsIn = `${moments}${aside(sqliteWords)}
  CREATE TRIGGER credentials_let_in_otherwise AFTER UPDATE OF ${told} ON credentials
    WHEN NEW.owner_id IS NOT NULL AND (${isOtherwise((one, other) => `${one} IS NOT ${other}`)})
  BEGIN ${setAside} END;
  CREATE TRIGGER content_let_in_otherwise_delete AFTER DELETE ON let_in_otherwise BEGIN
    UPDATE content_revision SET number = number + 1;
    ${marking('OLD.person_id', '')}
  END;
`;

export const postgresLetsIn = `${moments}${aside(postgresWords)}
  CREATE FUNCTION let_in_otherwise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${setAside} RETURN NULL; END $$;
  CREATE TRIGGER credentials_let_in_otherwise AFTER UPDATE OF ${told} ON credentials FOR EACH ROW
    WHEN (NEW.owner_id IS NOT NULL AND (${isOtherwise((one, other) => `${one} IS DISTINCT FROM ${other}`)}))
    EXECUTE FUNCTION let_in_otherwise();
  CREATE TRIGGER content_let_in_otherwise_delete BEFORE DELETE ON let_in_otherwise
    EXECUTE FUNCTION count_content_change();
  CREATE FUNCTION content_let_in_otherwise_delete_parts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${marking('changed.person_id', 'DISTINCT ', 'changed,')}
    RETURN NULL; END $$;
  CREATE TRIGGER content_let_in_otherwise_delete_parts AFTER DELETE ON let_in_otherwise
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION content_let_in_otherwise_delete_parts();
`;
