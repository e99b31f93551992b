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
const marked = (distinct: string) => `
    UPDATE content_revision SET number = number + 1;
    INSERT INTO content_parts (list, part, revision)
      SELECT ${distinct}'people', CAST(account.id / 1000 AS TEXT), number FROM content_revision,
        people AS named JOIN people AS account ON account.resolver = named.resolver AND account.user_id = named.user_id
      WHERE named.id = NEW.owner_id
      ON CONFLICT (list, part) DO UPDATE SET revision = excluded.revision;`;

export const sqliteLetsIn = `${moments}
  CREATE TRIGGER content_credentials_lets_in AFTER UPDATE OF ${told} ON credentials
    WHEN NEW.owner_id IS NOT NULL AND (${isOtherwise((one, other) => `${one} IS NOT ${other}`)})
  BEGIN ${marked('')}
  END;
`;

export const postgresLetsIn = `${moments}
  CREATE FUNCTION content_credentials_lets_in() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${marked('DISTINCT ')}
    RETURN NULL; END $$;
  CREATE TRIGGER content_credentials_lets_in AFTER UPDATE OF ${told} ON credentials FOR EACH ROW
    WHEN (NEW.owner_id IS NOT NULL AND (${isOtherwise((one, other) => `${one} IS DISTINCT FROM ${other}`)}))
    EXECUTE FUNCTION content_credentials_lets_in();
`;
