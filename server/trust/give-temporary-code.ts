import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { longestController } from '../../domain/holder.ts';
import { isOneself } from '../../domain/trust/oneself.ts';
import { callerProofs, drawTemporaryCode, temporaryCodeSeconds } from '../../domain/trust/temporary-code.ts';
import { temporaryHash } from '../gate/code-step.ts';
import type { Installation } from '../installation.ts';
import { notify } from '../notices/notify.ts';
import { reachFault } from '../station/acts/right-fault.ts';
import { StationError } from '../station/station-error.ts';
import type { Person } from '../store/people.ts';
import { controllersOn } from './controllers.ts';
import { tokenOfCode } from './own-code.ts';

/** What a desk asks for: whom, how the controller knows, and a code of the controller's own token. */
export const temporaryCodeRequest = z.strictObject({
  controller: z.string().max(longestController),
  code: z.string().max(100),
  holder: z.strictObject({ realm: z.string().max(100), username: z.string().max(200) }),
  proof: z.enum(callerProofs),
});

export const temporaryCodeReply = z.object({ code: z.string(), validSeconds: z.int() });

/**
 * A code that stands in for somebody's token once (Haplo's temporary code): the controller proves with their own token,
 * nobody gives one to themself, a person has one at a time, and its real owner is told.
 */
export async function giveTemporaryCode(
  installation: Installation,
  station: string,
  request: z.infer<typeof temporaryCodeRequest>,
): Promise<z.infer<typeof temporaryCodeReply>> {
  const { keys, now } = installation;
  const outcome = await installation.store.commits.alone(async (store) => {
    const inside = installation.on(store);
    const at = now();
    const person = await store.people.find(request.holder.realm, request.holder.username);
    const fault = await faultOf(inside, station, request, person);
    const subject = `${request.holder.username}@${request.holder.realm}`;
    const detail = { controller: request.controller, proof: request.proof };
    if (fault !== undefined || person === undefined) {
      const info = fault ?? 'nobody has this name';
      store.audit.append({
        at: at.toISOString(),
        actor: station,
        action: 'temporary-code/refused',
        subject,
        detail: { ...detail, info },
      });
      return new StationError('refused', info);
    }
    const code = drawTemporaryCode((bound) => randomInt(bound));
    const { controller, proof } = request;
    const hash = temporaryHash(keys.loginKey, person.id, code);
    await store.temporaryCodes.put({
      personId: person.id,
      hash,
      begunAt: at.toISOString(),
      controller,
      station,
      proof,
    });
    store.audit.append({ at: at.toISOString(), actor: station, action: 'temporary-code/given', subject, detail });
    await notify(inside, person, 'temporary code', { serial: '', by: controller });
    return { code, validSeconds: temporaryCodeSeconds };
  });
  if (outcome instanceof StationError) throw outcome;
  return outcome;
}

async function faultOf(
  installation: Installation,
  station: string,
  { controller: name, code }: z.infer<typeof temporaryCodeRequest>,
  holder: Person | undefined,
): Promise<string | undefined> {
  const { store, now } = installation;
  const controllers = await controllersOn(store, now().toISOString().slice(0, 10));
  const controller = controllers.find((one) => one.name === name && one.permissions.includes('control_trust'));
  if (controller === undefined) return `${name} may not control trust`;
  if (controller.person === undefined) return `${name} is no person with a token: a temporary code is given by one`;
  if (holder === undefined) return 'nobody has this name';
  if (holder.id === controller.person.id || isOneself(name, controller.person, holder)) {
    return 'nobody gives a temporary code to themself';
  }
  const outside = await reachFault(installation, controller, { station, holder });
  if (outside !== undefined) return outside.reason;
  if ((await store.credentials.ofPerson(holder.id)).length === 0)
    return `${holder.username} has no token to stand in for`;
  const token = await tokenOfCode(installation, controller.person, code);
  return token === undefined ? `the code is not of ${name}’s token` : undefined;
}
