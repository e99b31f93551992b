import type { ControllerSignedIn } from '../../domain/contract/controller-sign-in.ts';
import type { AtDesk } from '../../domain/contract/controllers.ts';
import { type FailureCode, KeydeskError } from '../../domain/failure.ts';
import { perform } from '../acts/perform.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import { interrupt } from '../ceremony/interrupt.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commit } from '../vault/database.ts';
import { forgetSignIn, keepReading, readDeskController, verifiersOf } from '../vault/desk-controllers.ts';
import { readGuidelines, readStationOffice, readTrust } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import { keepWhatServerSaid } from './keep-sign-in.ts';
import { signInByKeptCode } from './offline.ts';
import { mayBeHere } from './standing.ts';

export interface SessionParts {
  /** What there is while the vault is unlocked. */
  readonly open: () => CeremonyParts | undefined;
  /** The name of the settings, where names are given and nobody signs in. */
  readonly givenName: () => string;
  /** Tests that are about something else take the given name with a server of ours too. */
  readonly namesOnly: boolean;
  readonly ask: (typed: Typed) => Promise<ControllerSignedIn>;
  /** Asks for what is new at the server; throws when that cannot be had. */
  readonly pull: () => Promise<void>;
  /** One act after the other, also with those of a ceremony. */
  readonly inTurn: <T>(act: () => T | Promise<T>) => Promise<T>;
  readonly now: () => Date;
  /** The clock that nobody sets: one that is put back must not keep a desk open, nor one put right lock it. */
  readonly uptimeMs: () => number;
  readonly idleMs: number;
  readonly changed: () => void;
  /** Whoever was here is no longer: what else was opened at this window ends too. */
  readonly left: (why: Why) => void;
  /** Somebody signed in: the next start begins with this name. */
  readonly signedIn: (name: string) => void;
}

interface Typed {
  readonly name: string;
  readonly password: Uint8Array;
  readonly code: string;
}

type Why = NonNullable<AtDesk['ended']>;

/** Who is at the desk; lives in this process's memory and nowhere else. */
export interface DeskSession {
  /** Whoever is at the desk now, empty for nobody. */
  readonly name: () => string;
  /** Whether the desk shows and does anything now. */
  readonly isOpen: () => boolean;
  readonly state: () => AtDesk;
  /** Another number after every lock, sign-out or change: who asked something may not be who is here when it is answered. */
  readonly visit: () => number;
  readonly signIn: (typed: Typed) => Promise<void>;
  readonly lock: (why: Extract<Why, 'locked' | 'idle' | 'sleep'>) => void;
  readonly signOut: () => void;
  readonly stay: () => void;
  /** What was pulled may have ended somebody's right. */
  readonly look: () => void;
  /** Whoever is here has read the guidelines. */
  readonly confirmGuidelines: (version: number) => Promise<void>;
  readonly stop: () => void;
}

interface Here {
  readonly name: string;
  readonly offline: boolean;
}

export function deskSession(parts: SessionParts): DeskSession {
  let here: Here | undefined;
  let locked: string | undefined;
  let ended: Why | null = null;
  /** By the clock that nobody sets. */
  let lastSeenMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let signing: Promise<unknown> = Promise.resolve();
  /** Whoever locks the desk or leaves it stops a sign-in that is under way, too. */
  let stopped = 0;
  /** How many sessions have ended. */
  let visits = 0;
  /** How it stood when the last news came: the window is told of a difference only. */
  let seen = '';

  /** Names are given where no server of ours says who may be here. */
  const isNamed = () => {
    const open = parts.open();
    return parts.namesOnly || open === undefined || readEnrolment(open.vault)?.kind !== 'keydesk';
  };

  const state = (): AtDesk => {
    const open = parts.open();
    const named = isNamed();
    const name = named ? parts.givenName() : (here?.name ?? locked ?? '');
    const kept = open === undefined ? undefined : readDeskController(open.vault, name);
    const version = (open === undefined ? undefined : readGuidelines(open.vault)?.version) ?? 0;
    return {
      state: named ? 'named' : here !== undefined ? 'in' : locked !== undefined ? 'locked' : 'out',
      name,
      offline: !named && here?.offline === true,
      ended: named ? null : ended,
      guidelines: { version, read: named || version <= (kept?.guidelinesRead ?? 0) },
      office: (open === undefined ? undefined : readStationOffice(open.vault)?.name) ?? '',
      everywhere: open === undefined || named || (readTrust(open.vault, name, parts.now())?.everywhere ?? false),
      codesAhead: open === undefined || here === undefined ? 0 : verifiersOf(open.vault, name).length,
    };
  };

  function note(action: string, name: string, detail: Record<string, string>): void {
    const open = parts.open();
    if (open === undefined) return;
    const at = parts.now().toISOString();
    commit(open.vault, () => appendAudit(open.vault, { at, actor: name, action, subject: name, detail }));
  }

  function end(why: Why): void {
    clearTimeout(timer);
    visits += 1;
    // News about whoever was here say nothing about whoever is coming.
    if (why !== 'right ended') stopped += 1;
    const name = here?.name;
    here = undefined;
    locked = why === 'locked' || why === 'idle' || why === 'sleep' ? (name ?? locked) : undefined;
    ended = why;
    const open = parts.open();
    if (open !== undefined && name !== undefined) {
      note(locked === undefined ? 'controller/signed-out' : 'controller/locked', name, { why });
      void parts.inTurn(() => interrupt(open, 'sleep')).catch((error: unknown) => console.error(error));
    }
    if (name !== undefined) parts.left(why);
    parts.changed();
  }

  function watch(): void {
    clearTimeout(timer);
    if (here === undefined) return;
    const open = parts.open();
    // A loan ends with its day, also when no news comes.
    if (open !== undefined && mayBeHere(open.vault, here.name, parts.now()) !== 'yes') {
      end('right ended');
      return;
    }
    const leftMs = lastSeenMs + parts.idleMs - parts.uptimeMs();
    if (leftMs <= 0) {
      end('idle');
      return;
    }
    timer = setTimeout(watch, Math.max(50, Math.min(leftMs, 60_000)));
    timer.unref();
  }

  function enter(name: string, offline: boolean): void {
    // Whoever comes while somebody else is still here ends that session first.
    if (here !== undefined && here.name !== name) end('signed out');
    here = { name, offline };
    locked = undefined;
    ended = null;
    lastSeenMs = parts.uptimeMs();
    parts.signedIn(name);
    watch();
    parts.changed();
  }

  async function signIn(typed: Typed, mayEnter: () => void): Promise<void> {
    mayEnter();
    const open = parts.open();
    const enrolment = open === undefined ? undefined : readEnrolment(open.vault);
    if (open === undefined || enrolment === undefined) throw new KeydeskError('station/not-enrolled', {});
    if (enrolment.kind !== 'keydesk') throw new KeydeskError('administration/keydesk-only', {});
    let said: ControllerSignedIn | undefined;
    let away: KeydeskError | undefined;
    try {
      said = await parts.ask(typed);
    } catch (error) {
      if (!(error instanceof KeydeskError) || !isAway(error.code)) throw error;
      away = error;
    }
    if (parts.open() !== open) throw new KeydeskError('vault/locked', {});
    mayEnter();
    if (said?.outcome === 'refused') {
      const isOver = said.why === 'no token' || said.why === 'no right' || said.why === 'other office';
      const forget = () => commitAct(open, 'controller/forgotten', true, () => forgetSignIn(open.vault, typed.name));
      if (isOver) await parts.inTurn(forget);
      throw refusalOf(said, typed.name);
    }
    if (said !== undefined) {
      const accepted = said;
      await parts.inTurn(() => keepWhatServerSaid(open, enrolment.id, accepted));
      // Whoever was appointed since the last pull is known to the server alone.
      if (mayBeHere(open.vault, said.controller, parts.now()) !== 'yes') await parts.pull();
      mayEnter();
      const standing = mayBeHere(open.vault, said.controller, parts.now());
      if (standing !== 'yes') throw refusalOf({ why: standing, contact: '', retryAfterSeconds: 0 }, said.controller);
      return enter(said.controller, false);
    }
    await parts
      .inTurn(() => signInByKeptCode(open, enrolment.id, typed, mayEnter))
      .catch((error: unknown) => {
        throw error instanceof KeydeskError && error.code === 'controller/not-offline' && away !== undefined
          ? new KeydeskError(error.code, error.context, { cause: away })
          : error;
      });
    mayEnter();
    enter(typed.name, true);
  }

  return {
    name: () => {
      if (isNamed()) return parts.givenName();
      const open = parts.open();
      if (open === undefined || here === undefined) return '';
      return mayBeHere(open.vault, here.name, parts.now()) === 'yes' ? here.name : '';
    },
    isOpen: () => isNamed() || here !== undefined,
    state,
    visit: () => visits,
    signIn: (typed) => {
      // One after the other: two of the same code must not both be looked at.
      const at = stopped;
      const mayEnter = () => {
        if (stopped !== at) throw new KeydeskError('controller/interrupted', {});
      };
      const turn = signing.then(() => signIn(typed, mayEnter));
      signing = turn.catch(() => {});
      return turn;
    },
    lock: (why) => {
      stopped += 1;
      if (here !== undefined) end(why);
      else {
        // Where names are given somebody may be here all the same.
        visits += 1;
        parts.left(why);
      }
    },
    signOut: () => {
      stopped += 1;
      if (here !== undefined || locked !== undefined) end('signed out');
    },
    stay: () => {
      lastSeenMs = parts.uptimeMs();
    },
    look: () => {
      const open = parts.open();
      if (open === undefined || isNamed()) return;
      const name = here?.name ?? locked;
      if (name !== undefined && mayBeHere(open.vault, name, parts.now()) !== 'yes') {
        end('right ended');
        return;
      }
      const now = JSON.stringify(state());
      if (now !== seen) parts.changed();
      seen = now;
    },
    confirmGuidelines: async (version) => {
      const open = parts.open();
      const name = here?.name;
      if (open === undefined || name === undefined) throw new KeydeskError('controller/signed-out', {});
      if (version !== readGuidelines(open.vault)?.version) throw new KeydeskError('controller/guidelines', {});
      await parts.inTurn(() => {
        if ((readDeskController(open.vault, name)?.guidelinesRead ?? 0) >= version) return;
        const effect = () => keepReading(open.vault, name, version);
        const act = { what: 'guidelines read', version } as const;
        perform(open, { act, holder: undefined, reason: '', controller: name, effect });
      });
      parts.changed();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Nobody answers, or not our server: whoever could bring that about could as well cut the line. */
function isAway(code: FailureCode): boolean {
  return ['sync/unreachable', 'sync/server-error', 'sync/not-keydesk', 'sync/certificate'].includes(code);
}

function refusalOf(
  said: Pick<Extract<ControllerSignedIn, { outcome: 'refused' }>, 'why' | 'contact' | 'retryAfterSeconds'>,
  name: string,
): KeydeskError {
  switch (said.why) {
    case 'wrong':
      return new KeydeskError('controller/wrong', {});
    case 'too often':
      return new KeydeskError('controller/too-often', { minutes: Math.ceil(said.retryAfterSeconds / 60) });
    case 'no token':
      return new KeydeskError('controller/no-token', { contact: said.contact.slice(0, 2000) });
    case 'no right':
      return new KeydeskError('controller/no-right', { controller: name });
    case 'other office':
      return new KeydeskError('controller/other-office', { controller: name });
  }
}
