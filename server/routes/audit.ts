import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import {
  type AuditFilter,
  auditBefore,
  countAudit,
  isAuditColumn,
  type ListedEntry,
  listAudit,
} from '../store/audit-list.ts';
import { csvLine } from '../wire/csv.ts';
import { mergeParameters, type Parameters, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { authorizeList } from './login-token.ts';
import { sendSigned } from './send.ts';

const atOnce = 500;

/** privacyIDEA's `/audit`: the chain in its columns, as a list and as a file. */
export function auditRoutes(app: FastifyInstance, installation: Installation): void {
  const { store, now } = installation;
  app.get('/audit/', async (request, reply) => {
    const inRealms = await authorizeList(installation, request, 'auditlog');
    const parameters = mergeParameters(request.raw.url ?? '', undefined);
    const filter = { ...filterOf(parameters, now()), inRealms };
    const current = wholeNumber(parameters.page, 1, 1, 10_000_000);
    const size = wholeNumber(parameters.page_size, 15, 1, 1000);
    const by = parameters.sortname ?? 'number';
    const count = await countAudit(store.db, filter);
    const rows = await listAudit(
      store.db,
      filter,
      { by: isAuditColumn(by) ? by : 'number', descending: parameters.sortorder !== 'asc' },
      { offset: (current - 1) * size, limit: size },
    );
    return sendSigned(installation, reply, {
      id: 1,
      value: {
        auditcolumns: auditColumns,
        auditdata: rows.map((row) => auditRow(row)),
        count,
        current,
        next: current * size < count ? current + 1 : null,
        prev: current > 1 ? current - 1 : null,
      },
    });
  });

  app.get('/audit/:file', async (request, reply) => {
    const facts = await requestFacts(installation, request);
    const { file = '', ...others } = facts.parameters;
    if (!/^[\w.-]{1,100}\.csv$/.test(file)) throw new WireError('parameter', 'The name of the file must end with .csv');
    const filter = filterOf(others, facts.at);
    await perform(installation, facts, {
      name: 'audit/downloaded',
      right: 'auditlog_download',
      target: 'nothing',
      run: () => ({ value: true, audit: { info: file } }),
    });
    reply.header('content-disposition', `attachment; filename="${file}"`).type('text/csv; charset=utf-8');
    return reply.send(Readable.from(lines(installation, filter, (await store.audit.head()).position + 1)));
  });
}

/** In portions, so that checks go on meanwhile; what is appended after the request does not show. */
async function* lines({ store }: Installation, filter: AuditFilter, before: number): AsyncGenerator<string> {
  yield csvLine(auditColumns);
  let position = before;
  for (;;) {
    const portion = await auditBefore(store.db, filter, position, atOnce);
    yield portion
      .map((entry) => {
        const row = auditRow(entry);
        return csvLine(auditColumns.map((name) => row[name]));
      })
      .join('');
    if (portion.length < atOnce) return;
    position = portion.at(-1)?.number ?? 0;
    await setImmediate();
  }
}

function filterOf(parameters: Parameters, now: Date): AuditFilter {
  const texts = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value && isAuditColumn(name) ? [[name, value]] : [],
  );
  return { texts: Object.fromEntries(texts), since: sinceOf(parameters.timelimit, now) };
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `12h`, `7d`: only what is so young. */
function sinceOf(timelimit: string | undefined, now: Date): string | undefined {
  if (!timelimit) return undefined;
  const [, amount, unit = ''] = /^(\d{1,6})([smhd])$/.exec(timelimit.trim()) ?? [];
  const ms = unitMs[unit];
  if (ms === undefined) throw new WireError('parameter', 'timelimit must be a number with s, m, h or d behind it.');
  return new Date(now.getTime() - Number(amount) * ms).toISOString();
}

const auditColumns = [
  'number',
  'action',
  'success',
  'authentication',
  'serial',
  'startdate',
  'duration',
  'token_type',
  'user',
  'realm',
  'resolver',
  'administrator',
  'action_detail',
  'info',
  'policies',
  'privacyidea_server',
  'client',
  'user_agent',
  'user_agent_version',
  'log_level',
  'clearance_level',
  'thread_id',
  'date',
  'container_serial',
  'container_type',
  'sig_check',
  'missing_line',
] as const;

type AuditRow = Readonly<Record<(typeof auditColumns)[number], string | number | null>>;

function auditRow({ intact, linked, ...entry }: ListedEntry): AuditRow {
  return {
    ...entry,
    duration: null,
    privacyidea_server: 'Keydesk',
    user_agent_version: null,
    log_level: null,
    clearance_level: null,
    thread_id: null,
    container_serial: null,
    container_type: null,
    sig_check: intact ? 'OK' : 'FAIL',
    missing_line: linked ? 'OK' : 'FAIL',
  };
}
