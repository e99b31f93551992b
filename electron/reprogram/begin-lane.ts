import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { countLane, type Lane } from '../../domain/stock/reprogram.ts';
import { ownOffices } from '../acts/controller.ts';
import { mustBeNameable } from '../ceremony/agreed-form.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import { newId } from '../ceremony/parts.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { closeLane, openLane, saveLane, sparesOf } from '../vault/lanes.ts';
import type { LaneParts } from './parts.ts';
import { settleLeft } from './recover-lane.ts';
import { mustBeAlone, mustFinish, mustReprogram } from './rights.ts';

/** Begins a lane in an own office. One that is not finished is finished first. */
export function beginLane(parts: LaneParts, wish: Request<'reprogram/begin'>): Lane {
  mustReprogram(parts, wish.office);
  mustBeAlone(parts);
  const { name = wish.office } = ownOffices(parts).find(({ id }) => id === wish.office) ?? {};
  mustBeNameable(parts.controller());
  const at = parts.now().toISOString();
  const lane: Lane = {
    id: newId(parts),
    office: { id: wish.office, name },
    expected: wish.expected ?? undefined,
    type: wish.type,
    digits: wish.type === 'hotp' ? wish.digits : 6,
    slot: wish.slot,
    overwrite: wish.overwrite,
    startedBy: parts.controller(),
    startedAt: at,
    finishedAt: undefined,
  };
  commitAct(parts, 'lane/begun', false, () => {
    const open = openLane(parts.vault);
    if (open !== undefined && open.finishedAt === undefined) throw new KeydeskError('reprogram/not-now', {});
    if (open !== undefined) closeLane(parts.vault, open.id);
    saveLane(parts.vault, lane, at);
    const detail = { office: wish.office, expected: wish.expected ?? 0, slot: wish.slot, overwrite: wish.overwrite };
    appendAudit(parts.vault, { at, actor: lane.startedBy, action: 'lane/begun', subject: lane.id, detail });
  });
  parts.laneChanged();
  return lane;
}

/** The lane at this desk that is not finished, or `reprogram/not-now`. */
export function currentLane({ vault }: Pick<LaneParts, 'vault'>): Lane {
  const lane = openLane(vault);
  if (lane === undefined || lane.finishedAt !== undefined) throw new KeydeskError('reprogram/not-now', {});
  return lane;
}

/** The box is through. What was written and never touched is quarantined: nobody has seen a code of it. */
export function finishLane(parts: LaneParts): void {
  const lane = currentLane(parts);
  mustFinish(parts, lane.office.id);
  const at = parts.now().toISOString();
  commitAct(parts, 'lane/finished', true, () => {
    saveLane(parts.vault, { ...lane, finishedAt: at }, at);
    const { done, waiting, setAside } = countLane(lane, sparesOf(parts.vault, lane.id));
    const detail = { done, waiting, setAside };
    appendAudit(parts.vault, { at, actor: parts.controller(), action: 'lane/finished', subject: lane.id, detail });
  });
  settleLeft(parts);
  parts.laneChanged();
}

/** Puts a finished lane aside. */
export function putLaneAside(parts: LaneParts): void {
  const lane = openLane(parts.vault);
  if (lane === undefined) return;
  if (lane.finishedAt === undefined) throw new KeydeskError('reprogram/not-now', {});
  commitAct(parts, 'lane/closed', false, () => closeLane(parts.vault, lane.id));
  parts.laneChanged();
}
