import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/**
 * What stations are told, in parts: which of them may be otherwise since which revision. A part is a thousand people or
 * credentials by id, the tokens with the same last two characters, a thousand places of the queue, one shipment; `*` is
 * every part of a list.
 */
function parts({ text, integer }: Words, ending: string): string {
  return `
  CREATE TABLE content_parts (
    list ${text} NOT NULL,
    part ${text} NOT NULL,
    revision ${integer} NOT NULL,
    PRIMARY KEY (list, part)
  );
  CREATE INDEX content_parts_revision ON content_parts (revision);
  CREATE INDEX tokens_ending ON tokens (${ending}, serial);
  CREATE INDEX issuance_queue_place ON issuance_queue (place);
`;
}

/** What a changed row makes otherwise; `row` is how the row is called. */
interface Mark {
  readonly list: string;
  readonly part: (row: string) => string;
  readonly from?: string;
  readonly where?: (row: string) => string;
}

const own = (list: string): Mark => ({ list, part: (row) => `${row}.id / 1000` });
/** All accounts of a person: groups, and whether they have a token, are the person's. */
const accountsOf = (column: string): Mark => ({
  list: 'people',
  part: () => 'account.id / 1000',
  from: 'people AS named JOIN people AS account ON account.resolver = named.resolver AND account.user_id = named.user_id',
  where: (row) => `named.id = ${row}.${column}`,
});
const allPeople: readonly Mark[] = [{ list: 'people', part: () => "'*'" }];

function marks(ending: (serial: string) => string): Readonly<Record<string, readonly Mark[]>> {
  return {
    people: [
      own('people'),
      {
        list: 'people',
        part: () => 'account.id / 1000',
        from: 'people AS account',
        where: (row) => `account.resolver = ${row}.resolver AND account.user_id = ${row}.user_id`,
      },
      {
        list: 'tokens',
        part: () => 'held.id / 1000',
        from: 'credentials AS held',
        where: (row) => `held.owner_id = ${row}.id AND held.ended_at IS NULL`,
      },
      {
        list: 'queue',
        part: () => 'queued.place / 1000',
        from: 'issuance_queue AS queued',
        where: (row) => `queued.person_id = ${row}.id`,
      },
    ],
    credentials: [own('tokens'), accountsOf('owner_id')],
    tokens: [{ list: 'stock', part: (row) => ending(`${row}.serial`) }],
    issuance_queue: [{ list: 'queue', part: (row) => `${row}.place / 1000` }, accountsOf('person_id')],
    shipments: [{ list: 'shipments', part: (row) => `${row}.id` }],
    shipment_tokens: [{ list: 'shipments', part: (row) => `${row}.shipment` }],
    group_members: [accountsOf('person_id')],
    groups: allPeople,
    group_within: allPeople,
    group_settings: allPeople,
  };
}

/** Of a credential, counters and failures move with every check and are none of it. */
const toldOfCredentials = ' OF serial, token_serial, type, active, revoked, owner_id, ended_at';

function columns(table: string, event: string): string {
  return table === 'credentials' && event === 'UPDATE' ? toldOfCredentials : '';
}

function marking(mark: Mark, row: string, tables: readonly string[], distinct: string): string {
  const from = ['content_revision', ...tables, ...(mark.from === undefined ? [] : [mark.from])].join(', ');
  return `
    INSERT INTO content_parts (list, part, revision)
      SELECT ${distinct}'${mark.list}', CAST(${mark.part(row)} AS TEXT), number FROM ${from}
      WHERE ${mark.where?.(row) ?? '1 = 1'}
      ON CONFLICT (list, part) DO UPDATE SET revision = excluded.revision;`;
}

function sqliteTriggers(): string {
  return Object.entries(marks((serial) => `substr(${serial}, -2)`))
    .flatMap(([table, some]) =>
      [['INSERT', ['NEW']] as const, ['UPDATE', ['OLD', 'NEW']] as const, ['DELETE', ['OLD']] as const].map(
        ([event, rows]) => {
          const name = `content_${table}_${event.toLowerCase()}`;
          return `
  DROP TRIGGER ${name};
  CREATE TRIGGER ${name} AFTER ${event}${columns(table, event)} ON ${table} BEGIN
    UPDATE content_revision SET number = number + 1;
    ${rows.flatMap((row) => some.map((mark) => marking(mark, row, [], ''))).join('')}
  END;`;
        },
      ),
    )
    .join('\n');
}

/**
 * The revision is counted before the statement: who changes anything waits there for whoever did before, and never the
 * other way round. Many rows at once are marked once.
 */
function postgresTriggers(): string {
  return Object.entries(marks((serial) => `right(${serial}, 2)`))
    .flatMap(([table, some]) =>
      ['INSERT', 'UPDATE', 'DELETE'].map((event) => {
        const name = `content_${table}_${event.toLowerCase()}`;
        const each = event === 'UPDATE';
        const body = each
          ? ['OLD', 'NEW'].flatMap((row) => some.map((mark) => marking(mark, row, [], 'DISTINCT ')))
          : some.map((mark) => marking(mark, 'changed', ['changed'], 'DISTINCT '));
        const how = each
          ? 'FOR EACH ROW'
          : `REFERENCING ${event === 'INSERT' ? 'NEW' : 'OLD'} TABLE AS changed FOR EACH STATEMENT`;
        return `
  DROP TRIGGER ${name} ON ${table};
  CREATE TRIGGER ${name} BEFORE ${event}${columns(table, event)} ON ${table} EXECUTE FUNCTION count_content_change();
  CREATE FUNCTION ${name}_parts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${body.join('')}
    RETURN NULL; END $$;
  CREATE TRIGGER ${name}_parts AFTER ${event}${columns(table, event)} ON ${table}
    ${how} EXECUTE FUNCTION ${name}_parts();`;
      }),
    )
    .join('\n');
}

export const sqliteParts = parts(sqliteWords, 'substr(serial, -2)') + sqliteTriggers();
export const postgresParts = parts(postgresWords, 'right(serial, 2)') + postgresTriggers();
