import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';
import type { Failure } from '../../domain/failure.ts';
import { countLane, type Spare } from '../../domain/stock/reprogram.ts';
import { tokensIn } from '../ceremony/token-at-hand.ts';
import { deliveriesIn, openLane, sparesOf } from '../vault/lanes.ts';
import type { Delivery } from '../vault/outbox.ts';
import type { LaneParts } from './parts.ts';

/** What is known of a lane only while it goes on. */
export interface LaneAtWork {
  readonly running: boolean;
  readonly problem: Failure | undefined;
  readonly notice: Failure | undefined;
  /** Why what is in a port is no token of the lane, by presence. */
  readonly turnedAway: ReadonlyMap<string, Failure>;
}

/** The lane as the window sees it. */
export function laneView(parts: LaneParts, now: LaneAtWork): LaneView | null {
  const lane = openLane(parts.vault);
  if (lane === undefined) return null;
  const spares = sparesOf(parts.vault, lane.id);
  const deliveries = deliveriesIn(parts.vault, lane.id);
  const inPorts = tokensIn(parts.ports);
  const here = new Set(inPorts.map(({ serial }) => serial));
  const { done, waiting, setAside, left } = countLane(lane, spares);
  return {
    ...lane,
    expected: lane.expected ?? null,
    finishedAt: lane.finishedAt ?? null,
    running: now.running,
    problem: shown(now.problem),
    notice: shown(now.notice),
    count: { done, waiting, setAside, left: left ?? null },
    spares: spares.map((spare) => spareView(spare, deliveries, here.has(spare.token.serial))),
    ports: inPorts.map(({ presence, serial, model }) => ({
      presence,
      serial: serial ?? null,
      model,
      spare: spares.find(({ token }) => token.serial === serial)?.id ?? null,
      failure: shown(now.turnedAway.get(presence)),
    })),
  };
}

function spareView(spare: Spare, deliveries: ReadonlyMap<string, Delivery>, isHere: boolean): SpareView {
  const { id, place, token, plan, stage, before, problem, record, proof } = spare;
  return {
    id,
    place,
    serial: token.serial,
    model: token.model,
    slot: plan.slot,
    stage,
    before,
    problem: shown(problem),
    record: record ?? null,
    delivery: record === undefined ? null : (deliveries.get(record) ?? null),
    proof: proof ?? null,
    isHere,
  };
}

function shown(failure: Failure | undefined) {
  return failure === undefined ? null : { code: failure.code, context: { ...failure.context } };
}
