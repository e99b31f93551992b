import type { EventBody } from '../../domain/contract/ipc.ts';
import type { Ports } from '../../native/ports.ts';
import { hiddenOffices } from '../ceremony/reach.ts';
import { tokenStanding } from '../ceremony/standing.ts';
import { pulledSnapshot } from '../vault/snapshot.ts';
import { listTokens } from '../vault/token-list.ts';
import type { DeskContext, Handlers } from './context.ts';

/** Tokens in the ports, and all that are known. */
export function tokenHandlers(desk: DeskContext): Handlers<'tokens/attached' | 'tokens/list'> {
  return {
    'tokens/attached': () => attachedTokens(desk.open().ceremony, desk.ports),
    'tokens/list': ({ query, limit, after }) => {
      const { ceremony } = desk.open();
      const { vault } = ceremony;
      const hidden = desk.session.state().everywhere ? [] : hiddenOffices(ceremony);
      const { rows, total } = listTokens(vault, query, limit + 1, placeOf(after), hidden);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const pulledAt = pulledSnapshot(vault)?.pulledAt ?? '';
      return {
        rows: shown.map((row) => (row.source === 'server' ? { ...row, updatedAt: pulledAt } : row)),
        next: rows.length > limit && last !== undefined ? `${last.serial}|${last.credential}` : null,
        total,
      };
    },
  };
}

function placeOf(after: string | undefined): readonly [string, string] | undefined {
  if (after === undefined) return undefined;
  const [serial = '', credential = ''] = after.split('|');
  return [serial, credential];
}

/** What is plugged in now, with its standing, and what cannot be used and why. */
export function attachedTokens(
  ceremony: Parameters<typeof tokenStanding>[0],
  ports: Ports,
): EventBody<'tokens/changed'> {
  const entries = ports.list();
  return {
    tokens: entries.flatMap((entry) =>
      'token' in entry ? [{ token: entry.token, standing: tokenStanding(ceremony, entry.token) }] : [],
    ),
    troubles: entries.flatMap((entry) =>
      'failure' in entry
        ? [{ presence: entry.presence, failure: { code: entry.failure.code, context: { ...entry.failure.context } } }]
        : [],
    ),
  };
}
