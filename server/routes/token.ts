import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WireToken } from '../../domain/contract/server.ts';
import type { Installation } from '../installation.ts';
import type { ListedCredential } from '../store/listed-credentials.ts';
import { isSortColumn, listTokens, type TokenFilter } from '../store/token-list.ts';
import { countLiving } from '../store/token-places.ts';
import { csvLine } from '../wire/csv.ts';
import { type Success, successText } from '../wire/envelope.ts';
import { isTrue, mergeParameters, type Parameters, wholeNumber } from '../wire/parameters.ts';
import { tokenInfo } from '../wire/token-info.ts';
import { authenticateAnybody, authorizeList } from './login-token.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `GET /token/`: the credentials, filtered, sorted and paged. */
export function tokenRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/token/', async (request, reply) => {
    const reach = await reachOf(installation, request);
    const sent = mergeParameters(request.raw.url ?? '', undefined);
    const { user: _, realm: __, resolver: ___, ...others } = sent;
    const parameters = reach.among === undefined ? sent : others;
    const filter = { ...filterOf(parameters), ...reach };
    if (parameters.outform === 'csv') return sendTokenCsv(installation, reply, filter, parameters);
    return sendSigned(installation, reply, await pageOf(installation, filter, parameters));
  });
}

/** The part of the list that whoever asks may see: a person their own tokens, whomever they name. */
async function reachOf(
  installation: Installation,
  request: FastifyRequest,
): Promise<Pick<TokenFilter, 'inRealms' | 'among'>> {
  const { person } = await authenticateAnybody(installation, request);
  if (person === undefined) return { inRealms: await authorizeList(installation, request, 'tokenlist') };
  return { among: (await installation.store.credentials.byOwner(person.id)).map(({ id }) => id) };
}

async function pageOf({ store }: Installation, filter: TokenFilter, parameters: Parameters): Promise<Success> {
  const current = wholeNumber(parameters.page, 1, 1, 1_000_000);
  const size = wholeNumber(parameters.pagesize, 15, 1, 1000);
  const page = { offset: (current - 1) * size, limit: size };
  const { count, rows } = await listTokens(store.db, filter, orderOf(parameters), page);
  const info = await store.info.ofAll(rows.map(({ id }) => id));
  const tokens = rows.map((row) => tokenObject(row, info.get(row.id) ?? {}));
  return {
    id: 1,
    value: {
      count,
      current,
      next: current * size < count ? current + 1 : null,
      prev: current > 1 ? current - 1 : null,
      tokens,
    },
  };
}

const pagesAtStart = 24;

/**
 * Reads pages all over a long list before the first one asks: its far places are walked to, and what a page needs is
 * compiled. The first pages of a million tokens would take five times as long as later ones.
 */
export async function readAhead(installation: Installation): Promise<void> {
  const size = 50;
  const { number } = await countLiving(installation.store.db);
  if (number < pagesAtStart * size) return;
  for (let turn = pagesAtStart; turn > 0; turn -= 1) {
    const page = Math.floor((number * turn) / pagesAtStart / size);
    successText(await pageOf(installation, {}, { page: `${page}`, pagesize: `${size}` }), installation.now());
  }
}

const atOnce = 500;

/** privacyIDEA's `outform=csv`: everything that fits, as a file, in portions so that checks go on meanwhile. */
function sendTokenCsv(
  installation: Installation,
  reply: FastifyReply,
  filter: TokenFilter,
  parameters: Parameters,
): FastifyReply {
  reply.header('content-disposition', 'attachment; filename="tokens.csv"').type('text/csv; charset=utf-8');
  return reply.send(Readable.from(csvLines(installation, filter, parameters)));
}

async function* csvLines({ store }: Installation, filter: TokenFilter, parameters: Parameters): AsyncGenerator<string> {
  yield csvLine(csvColumns);
  for (let offset = 0; ; offset += atOnce) {
    const page = { offset, limit: atOnce };
    const { rows } = await listTokens(store.db, filter, orderOf(parameters), page);
    const info = await store.info.ofAll(rows.map(({ id }) => id));
    const lines: string[] = [];
    for (const row of rows) {
      const token = tokenObject(row, info.get(row.id) ?? {});
      const cells = { ...token, info: JSON.stringify(token.info), realms: token.realms.join(' ') };
      lines.push(csvLine(csvColumns.map((name) => cells[name])));
    }
    yield lines.join('');
    if (rows.length < atOnce) return;
    await setImmediate();
  }
}

const csvColumns = [
  ...(['serial', 'tokentype', 'active', 'revoked', 'locked', 'username', 'user_realm', 'resolver', 'user_id'] as const),
  ...(['description', 'realms', 'failcount', 'maxfail', 'count', 'count_window', 'sync_window', 'otplen'] as const),
  ...(['rollout_state', 'id', 'info'] as const),
] as const satisfies readonly (keyof WireToken)[];

function orderOf({ sortby = 'serial', sortdir }: Parameters) {
  return { by: isSortColumn(sortby) ? sortby : 'serial', descending: sortdir === 'desc' } as const;
}

function filterOf(parameters: Parameters): TokenFilter {
  const types = parameters.type_list ?? parameters.type;
  const flag = (value: string | undefined) => (value === undefined || value === '' ? undefined : isTrue(value));
  return {
    serial: parameters.serial || undefined,
    types: types ? types.split(',').map((type) => type.trim().toLowerCase()) : undefined,
    username: parameters.user || undefined,
    userRealm: parameters.realm?.toLowerCase() || undefined,
    userResolver: parameters.resolver || undefined,
    tokenRealm: parameters.tokenrealm?.toLowerCase() || undefined,
    description: parameters.description || undefined,
    rolloutState: parameters.rollout_state || undefined,
    info:
      parameters.infokey && parameters.infovalue !== undefined
        ? { name: parameters.infokey, value: parameters.infovalue }
        : undefined,
    assigned: flag(parameters.assigned),
    active: flag(parameters.active),
  };
}

/** A credential in the members privacyIDEA gives a token. Never the seed or the PIN. */
function tokenObject(credential: ListedCredential, info: Readonly<Record<string, string>>): WireToken {
  return {
    active: credential.active === 1,
    container_serial: '',
    count: credential.counter,
    count_window: credential.countWindow,
    description: credential.description,
    failcount: credential.failcount,
    id: credential.id,
    info: { ...info, ...tokenInfo(credential) },
    locked: credential.locked === 1,
    maxfail: credential.maxfail,
    otplen: credential.otpLength,
    realms: [...credential.realms],
    resolver: credential.userResolver ?? '',
    revoked: credential.revoked === 1,
    rollout_state: credential.rolloutState,
    serial: credential.serial,
    sync_window: credential.syncWindow,
    tokengroup: [],
    tokentype: credential.type,
    user_editable: false,
    user_id: credential.userId ?? '',
    user_realm: credential.userRealm ?? '',
    username: credential.username ?? '',
  };
}
