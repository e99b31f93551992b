import type { LaneView } from '../../domain/contract/reprogram.ts';
import { asFailure, type Failure, KeydeskError } from '../../domain/failure.ts';
import type { AccessCode } from '../../domain/secret.ts';
import type { Spare } from '../../domain/stock/reprogram.ts';
import type { TokenSeen, TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { tokensIn } from '../ceremony/token-at-hand.ts';
import { openLane, readSpare, spareOfToken } from '../vault/lanes.ts';
import { currentLane } from './begin-lane.ts';
import { laneView } from './lane-view.ts';
import { meetToken } from './meet-token.ts';
import type { LaneParts } from './parts.ts';
import { settleLeft } from './recover-lane.ts';
import { mustBeAlone, mustReprogram } from './rights.ts';
import { takeCode } from './take-code.ts';
import { writeSpare } from './write-spare.ts';

/** The lane at work: takes up what is plugged in, each token by itself and several at the same time. */
export interface LaneRun {
  readonly parts: LaneParts;
  view(): LaneView | null;
  /** Goes on: what is in the ports now is taken up, and what comes. */
  run(): void;
  /** Takes up nothing more; what is being written is written to its end. */
  rest(): void;
  /** Something was plugged in or pulled out. */
  look(): void;
  code(typed: string, longestGapMs: number): void;
  again(spare: string, accessCode: AccessCode | undefined): Promise<void>;
  /** When nothing is being written any more. */
  idle(): Promise<void>;
}

export interface LaneHooks {
  readonly changed: (view: LaneView | null) => void;
  /** A token proved itself by this code. */
  readonly proven: (spare: Spare, typed: string) => void;
}

type Serialised = TokenSeen & { readonly serial: TokenSerial };

export function runLane(ceremony: CeremonyParts, hooks: LaneHooks): LaneRun {
  const parts: LaneParts = { ...ceremony, laneChanged: () => parts.vault.db.open && hooks.changed(view()) };
  /** Presences that were dealt with; each is dealt with once. */
  const dealtWith = new Set<string>();
  const turnedAway = new Map<string, Failure>();
  /** Presences that proved themselves: left in its port, such a token does not go through the next box too. */
  const proven = new Set<string>();
  const atWork = new Map<TokenSerial, Promise<void>>();
  let running = false;
  let problem: Failure | undefined;
  let notice: Failure | undefined;

  const view = () => laneView(parts, { running, problem, notice, turnedAway });
  const isAtWork = (spare: string) => {
    const serial = readSpare(parts.vault, spare)?.token.serial;
    return serial !== undefined && atWork.has(serial);
  };

  function stop(failure: Failure): void {
    running = false;
    problem = failure;
    dealtWith.clear();
    parts.laneChanged();
  }

  function look(): void {
    if (!parts.vault.db.open) return;
    const present = tokensIn(parts.ports);
    const names = new Set(present.map(({ presence }) => presence));
    for (const past of [dealtWith, proven, turnedAway]) {
      for (const presence of [...past.keys()]) if (!names.has(presence)) past.delete(presence);
    }
    if (openLane(parts.vault) === undefined) return;
    if (running) for (const seen of present) takeUp(seen);
    parts.laneChanged();
  }

  function takeUp(seen: TokenSeen): void {
    const { serial, presence } = seen;
    if (dealtWith.has(presence)) return;
    if (serial !== undefined && atWork.has(serial)) return;
    dealtWith.add(presence);
    if (serial === undefined) turnedAway.set(presence, { code: 'token/no-serial', context: {} });
    else void begin({ ...seen, serial }, undefined);
  }

  /** One token at a time has one piece of work; when it is over the ports are looked at again. */
  function begin(seen: Serialised, accessCode: AccessCode | undefined): Promise<void> {
    const work = deal(seen, accessCode)
      .catch((error: unknown) => {
        const failure = asFailure(error);
        if (failure.code === 'app/failed') console.error(error);
        stop(failure);
      })
      .finally(() => {
        atWork.delete(seen.serial);
        if (running) look();
      });
    atWork.set(seen.serial, work);
    return work;
  }

  async function deal(seen: Serialised, accessCode: AccessCode | undefined): Promise<void> {
    const lane = currentLane(parts);
    mustBeAlone(parts);
    const known = spareOfToken(parts.vault, lane.id, seen.serial);
    if (known?.stage === 'done')
      return turnAway(seen, { code: 'reprogram/done-already', context: { place: known.place } });
    if (known?.stage === 'written') return;
    if (known === undefined && proven.has(seen.presence))
      return turnAway(seen, { code: 'reprogram/done-already', context: {} });
    const met = meetToken(parts, lane, seen);
    if (met.stage === 'seen') await writeSpare(parts, lane.id, met, seen.presence, accessCode);
  }

  function turnAway({ presence }: TokenSeen, failure: Failure): void {
    turnedAway.set(presence, failure);
    parts.laneChanged();
  }

  return {
    parts,
    view,
    look,
    run: () => {
      const lane = currentLane(parts);
      mustReprogram(parts, lane.office.id);
      mustBeAlone(parts);
      settleLeft(parts, isAtWork);
      problem = undefined;
      notice = undefined;
      running = true;
      dealtWith.clear();
      turnedAway.clear();
      look();
    },
    rest: () => {
      if (!running) return;
      running = false;
      dealtWith.clear();
      parts.laneChanged();
    },
    code: (typed, longestGapMs) => {
      const lane = currentLane(parts);
      mustReprogram(parts, lane.office.id);
      const here = new Set(tokensIn(parts.ports).flatMap(({ serial }) => serial ?? []));
      notice = undefined;
      try {
        const spare = takeCode(parts, lane, here, { typed, longestGapMs });
        if (spare.stage !== 'done') return;
        const seen = tokensIn(parts.ports).find(({ serial }) => serial === spare.token.serial);
        if (seen !== undefined) proven.add(seen.presence);
        hooks.proven(spare, typed.trim());
      } catch (error) {
        const failure = asFailure(error);
        if (failure.code === 'app/failed') throw error;
        notice = failure;
        parts.laneChanged();
      }
    },
    again: async (id, accessCode) => {
      const lane = currentLane(parts);
      const spare = readSpare(parts.vault, id);
      const seen = tokensIn(parts.ports).find(({ serial }) => serial === spare?.token.serial);
      if (spare === undefined || seen?.serial === undefined) throw new KeydeskError('token/not-here', {});
      if (!running || atWork.has(seen.serial) || spare.stage === 'done')
        throw new KeydeskError('reprogram/not-now', {});
      mustReprogram(parts, lane.office.id);
      await begin({ ...seen, serial: seen.serial }, accessCode);
    },
    idle: async () => {
      while (atWork.size > 0) await Promise.all(atWork.values());
    },
  };
}
