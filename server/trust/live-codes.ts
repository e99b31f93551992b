import { z } from 'zod';
import { codesAlive } from '../../domain/contract/live-codes.ts';
import { longestController } from '../../domain/holder.ts';
import { isAlive, temporaryCodeSeconds } from '../../domain/trust/temporary-code.ts';
import type { Act } from '../act/perform.ts';
import type { Installation } from '../installation.ts';
import { notify } from '../notices/notify.ts';
import { dayOf, reachFault, rightFault } from '../station/acts/right-fault.ts';
import { StationError } from '../station/station-error.ts';
import type { Person } from '../store/people.ts';
import { required } from '../wire/parameters.ts';
import { notFound } from '../wire/wire-error.ts';
import { controllersOn } from './controllers.ts';
import { personIn } from './group-acts.ts';

/** Whom a desk wants to know about, or whose code it ends: in the name of whoever is there. */
export const liveCodesRequest = z.strictObject({ controller: z.string().max(longestController) });
export const endCodeRequest = z.strictObject({
  controller: z.string().max(longestController),
  holder: z.strictObject({ realm: z.string().max(100), username: z.string().max(200) }),
});

export const liveCodesReply = z.object({ codes: codesAlive });
export const endCodeReply = z.object({ ended: z.boolean() });

type Alive = z.infer<typeof codesAlive>[number];

/** Whose temporary codes are alive; never the codes, of which only hashes are kept. */
async function liveCodes({ store, now }: Installation): Promise<readonly (Alive & { readonly person: Person })[]> {
  const at = now();
  const since = new Date(at.getTime() - temporaryCodeSeconds * 1000).toISOString();
  const found: (Alive & { readonly person: Person })[] = [];
  for (const { personId, begunAt, controller } of await store.temporaryCodes.since(since)) {
    const person = await store.people.byId(personId);
    if (person === undefined || !isAlive(new Date(begunAt), at)) continue;
    const endsAt = new Date(Date.parse(begunAt) + temporaryCodeSeconds * 1000).toISOString();
    const { realm, username } = person;
    found.push({
      realm,
      username,
      controller,
      endsAt,
      leftSeconds: Math.ceil((Date.parse(endsAt) - at.getTime()) / 1000),
      person,
    });
  }
  return found;
}

const told = ({ person: _, ...alive }: Alive & { readonly person: Person }): Alive => alive;

/** The same for a desk: of the people about whom whoever is there has a say. */
export async function liveCodesFor(
  installation: Installation,
  station: string,
  { controller: name }: z.infer<typeof liveCodesRequest>,
): Promise<readonly Alive[]> {
  const asking = { controller: name, recordedAt: installation.now().toISOString() };
  const ended = await rightFault(installation, asking, 'control_trust');
  if (ended !== undefined) throw new StationError('refused', ended.reason);
  const controller = (await controllersOn(installation.store, dayOf(installation))).find((one) => one.name === name);
  const within: Alive[] = [];
  for (const alive of await liveCodes(installation)) {
    const fault = await reachFault(installation, controller, { station, holder: alive.person });
    if (fault === undefined) within.push(told(alive));
  }
  return within;
}

/** Ends somebody's temporary code for a desk: that only makes it safer, so a touch is not asked for. */
export async function endLiveCode(
  installation: Installation,
  station: string,
  { controller: name, holder }: z.infer<typeof endCodeRequest>,
): Promise<{ readonly ended: boolean }> {
  const outcome = await installation.store.commits.alone(async (store) => {
    const inside = installation.on(store);
    const person = await store.people.find(holder.realm, holder.username);
    const fault = await faultOf(inside, station, name, person);
    const at = installation.now().toISOString();
    const subject = `${holder.username}@${holder.realm}`;
    if (fault !== undefined || person === undefined) {
      const info = fault ?? 'nobody has this name';
      store.audit.append({
        at,
        actor: station,
        action: 'temporary-code/refused',
        subject,
        detail: { controller: name, info },
      });
      return new StationError('refused', info);
    }
    const ended = await endCode(inside, person, name);
    if (ended) {
      store.audit.append({
        at,
        actor: station,
        action: 'temporary-code/removed',
        subject,
        detail: { controller: name },
      });
    }
    return { ended };
  });
  if (outcome instanceof StationError) throw outcome;
  return outcome;
}

async function faultOf(
  installation: Installation,
  station: string,
  name: string,
  holder: Person | undefined,
): Promise<string | undefined> {
  const asking = { controller: name, recordedAt: installation.now().toISOString() };
  const ended = await rightFault(installation, asking, 'control_trust');
  if (ended !== undefined) return ended.reason;
  const controller = (await controllersOn(installation.store, dayOf(installation))).find((one) => one.name === name);
  return (await reachFault(installation, controller, { station, ...(holder && { holder }) }))?.reason;
}

/** True when there was a living one to end; its owner is told. */
async function endCode(installation: Installation, person: Person, by: string): Promise<boolean> {
  const { store, now } = installation;
  const kept = await store.temporaryCodes.find(person.id);
  if (kept === undefined || !isAlive(new Date(kept.begunAt), now())) return false;
  await store.temporaryCodes.end(person.id);
  await notify(installation, person, 'temporary code removed', { serial: '', by });
  return true;
}

/** `GET /trust/temporary-codes`: whose are alive, as administrators see it. */
export async function listLiveCodes(installation: Installation) {
  return (await liveCodes(installation)).map(({ realm, username, controller, endsAt, leftSeconds }) => ({
    user: username,
    realm,
    controller,
    ends_at: endsAt,
    left_seconds: leftSeconds,
  }));
}

/** `DELETE /trust/temporary-codes`: an administrator ends somebody's. */
export const removeTemporaryCode: Act = {
  name: 'temporary-code/removed',
  right: 'trustwrite',
  target: 'nothing',
  async run(installation, { parameters, admin }) {
    required(parameters, 'user');
    const person = await personIn(installation.store, parameters);
    if (!(await endCode(installation, person, admin.name))) throw notFound('temporary code');
    return { value: true, audit: { user: person.username, realm: person.realm } };
  },
};
