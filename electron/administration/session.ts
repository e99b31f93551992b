import { z } from 'zod';
import type { Administration } from '../../domain/contract/administration/session.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TimeLimits } from '../sync/time-limit.ts';
import { readValue, type Wire, type WireClient, type WireRequest, wireClient } from './wire-client.ts';
import { type Envelope, wireFailure } from './wire-failure.ts';

export interface SessionParts {
  /** The server this station is enrolled with, and the authority it trusts there. */
  readonly server: () => { readonly url: string; readonly ca: string } | undefined;
  readonly now: () => Date;
  /** The clock that nobody sets. */
  readonly uptimeMs?: (() => number) | undefined;
  readonly changed: (state: Administration) => void;
  /** How long nobody has to be at the keyboard for the session to end. */
  readonly idleMs?: number | undefined;
  readonly limits?: TimeLimits | undefined;
}

/** An administrator's session with the server: its login token lives here and nowhere else. */
export interface AdministratorSession {
  state(): Administration;
  signIn(name: string, password: Uint8Array): Promise<void>;
  /** The second step, after the server asked for a code. */
  answer(code: Uint8Array): Promise<void>;
  end(why: NonNullable<Administration['ended']>): void;
  /** From the question for a code back to the name: what an ended session left is still there. */
  turnBack(): void;
  /** Somebody is at the keyboard. */
  stay(): void;
  /** Asks which rights there are by now: a policy may have given or taken some. */
  refresh(): Promise<void>;
  /** What the screens' nouns ask with; throws administration/signed-out while nobody is signed in. */
  wire(): Wire;
}

interface SignedIn {
  readonly client: WireClient;
  readonly token: string;
  readonly name: string;
  readonly rights: readonly string[];
  readonly untilMs: number;
}

interface Asked {
  readonly client: WireClient;
  readonly name: string;
  readonly transaction: string;
  readonly question: string;
}

const usualIdleMs = 10 * 60_000;
const usualLifetimeMs = 3_600_000;

export function administratorSession(parts: SessionParts): AdministratorSession {
  const idleMs = parts.idleMs ?? usualIdleMs;
  const uptimeMs = parts.uptimeMs ?? (() => performance.now());
  let signedIn: SignedIn | undefined;
  let asked: Asked | undefined;
  let ended: Administration['ended'] = null;
  let lastSeenMs = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Of two sign-ins only the later counts. */
  let attempt = 0;

  const state = (): Administration => ({
    signedIn:
      signedIn === undefined
        ? null
        : { name: signedIn.name, rights: [...signedIn.rights], until: new Date(signedIn.untilMs).toISOString() },
    question: asked?.question ?? null,
    ended,
    server: parts.server()?.url ?? '',
  });

  function end(why: NonNullable<Administration['ended']>): void {
    attempt += 1;
    clearTimeout(timer);
    const had = signedIn ?? asked;
    // What a session that ended by itself left is dropped by these two, also when nobody is signed in by then.
    const drops = why === 'locked' || why === 'signed out';
    signedIn?.client.close();
    asked?.client.close();
    if (had === undefined && (ended === null || !drops)) return;
    if (signedIn !== undefined || drops) ended = why;
    signedIn = undefined;
    asked = undefined;
    parts.changed(state());
  }

  function turnBack(): void {
    attempt += 1;
    asked?.client.close();
    asked = undefined;
    parts.changed(state());
  }

  function watch(): void {
    clearTimeout(timer);
    if (signedIn === undefined) return;
    const validMs = signedIn.untilMs - parts.now().getTime();
    const leftMs = lastSeenMs + idleMs - uptimeMs();
    if (Math.min(validMs, leftMs) <= 0) {
      end(validMs <= 0 ? 'expired' : 'idle');
      return;
    }
    timer = setTimeout(watch, Math.max(50, Math.min(validMs, leftMs)));
    timer.unref();
  }

  async function enter(client: WireClient, name: string, parameters: WireRequest['parameters'], password: Uint8Array) {
    attempt += 1;
    const mine = attempt;
    let kept = false;
    try {
      const wanted: WireRequest = {
        method: 'POST',
        path: '/auth',
        parameters: parameters ?? {},
        secrets: { password },
      };
      const { answer, said } = await client.send(wanted, undefined);
      if (mine !== attempt) throw new KeydeskError('administration/cancelled');
      const challenge = challengeIn(said);
      if (challenge !== undefined) {
        kept = true;
        asked = { client, name, ...challenge };
        signedIn = undefined;
      } else {
        if (!said.result.status) throw wireFailure(answer, said);
        const value = readValue(accepted, said.result.value);
        if (value.role !== 'admin') throw new KeydeskError('administration/credentials', { reason: 'role' });
        kept = true;
        asked = undefined;
        lastSeenMs = uptimeMs();
        const untilMs = parts.now().getTime() + lifetimeMs(value.token, said);
        signedIn = { client, token: value.token, name: value.username, rights: value.rights, untilMs };
        ended = null;
      }
      watch();
    } finally {
      if (!kept && client !== asked?.client) client.close();
      parts.changed(state());
    }
  }

  function wire(): Wire {
    const mine = signedIn;
    if (mine === undefined) throw new KeydeskError('administration/signed-out');
    /** What the server no longer accepts is the end of this session, wherever it was found out. */
    const watched = async <T>(act: () => Promise<T>): Promise<T> => {
      try {
        return await act();
      } catch (error) {
        if (
          error instanceof KeydeskError &&
          error.code === 'administration/signed-out' &&
          signedIn?.token === mine.token
        ) {
          end(parts.now().getTime() >= mine.untilMs ? 'expired' : 'turned away');
        }
        if (error instanceof KeydeskError && error.code === 'administration/no-right') void refresh();
        throw error;
      }
    };
    return {
      ask: (wanted) =>
        watched(async () => {
          const { answer, said } = await mine.client.send(wanted, mine.token);
          if (!said.result.status) throw wireFailure(answer, said);
          return { value: said.result.value, detail: said.detail };
        }),
      download: (wanted) => watched(() => mine.client.download(wanted, mine.token)),
    };
  }

  /** A server of privacyIDEA does not tell; there the rights stay those of the signing in. */
  async function refresh(): Promise<void> {
    const mine = signedIn;
    if (mine === undefined) return;
    try {
      const { said } = await mine.client.send({ method: 'GET', path: '/auth/granted' }, mine.token);
      const now = granted.safeParse(said.result.value);
      if (!now.success || signedIn?.token !== mine.token || String(now.data.rights) === String(mine.rights)) return;
      signedIn = { ...mine, rights: now.data.rights };
      parts.changed(state());
    } catch {
      // The next request tells what is wrong with the connection.
    }
  }

  return {
    state,
    refresh,
    signIn: async (name, password) => {
      const server = parts.server();
      if (server === undefined) throw new KeydeskError('station/not-enrolled');
      signedIn?.client.close();
      asked?.client.close();
      signedIn = undefined;
      asked = undefined;
      await enter(wireClient(server.url, server.ca, parts.limits), name, { username: name }, password);
    },
    answer: async (code) => {
      const step = asked;
      if (step === undefined) throw new KeydeskError('administration/signed-out');
      await enter(step.client, step.name, { username: step.name, transaction_id: step.transaction }, code);
    },
    end,
    turnBack,
    stay: () => {
      lastSeenMs = uptimeMs();
    },
    wire,
  };
}

const accepted = z.object({
  token: z.string().min(1),
  role: z.string(),
  username: z.string(),
  rights: z.array(z.string()).default([]),
});

const granted = z.object({ rights: z.array(z.string()) });

const challengeDetail = z.object({ transaction_id: z.string().min(1), message: z.string().default('') });

/** A second step: privacyIDEA sends it with the refusal of the first (401), or as an authentication of its own. */
function challengeIn({
  result,
  detail,
}: Envelope): { readonly transaction: string; readonly question: string } | undefined {
  const read = challengeDetail.safeParse(detail);
  if (!read.success || (result.status && result.authentication !== 'CHALLENGE')) return undefined;
  return { transaction: read.data.transaction_id, question: read.data.message.slice(0, 500) };
}

const claims = z.object({ exp: z.number() });

/** How long the login token is good for, by the server's own clock: this machine's may be wrong. */
function lifetimeMs(token: string, { time }: Envelope): number {
  try {
    const [, payload = ''] = token.split('.');
    const { exp } = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    const seconds = exp - (time ?? exp - usualLifetimeMs / 1000);
    return seconds > 0 ? seconds * 1000 : usualLifetimeMs;
  } catch {
    return usualLifetimeMs;
  }
}
