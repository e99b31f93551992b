import type { z } from 'zod';
import type { touchProof, touchProofRequest } from '../../domain/contract/touch-proof.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Installation } from '../installation.ts';
import type { Person } from '../store/people.ts';
import type { Station } from '../store/stations.ts';
import { controllersOn } from '../trust/controllers.ts';
import { tokenOfCode } from '../trust/own-code.ts';
import { dayOf, reachFault, rightFault } from './acts/right-fault.ts';
import { StationError } from './station-error.ts';

type Request = z.infer<typeof touchProofRequest>;

/**
 * Whether a code is of the token that a desk has in its port: the code is used up, a wrong one counts as everywhere, on
 * that token alone. Asked by whoever may take it back.
 */
export async function proveTouch(
  installation: Installation,
  { id: actor }: Pick<Station, 'id'>,
  request: Request,
): Promise<z.infer<typeof touchProof>> {
  const { controller, code } = request;
  const token = request.token as TokenSerial;
  const outcome = await installation.store.commits.alone(async (store) => {
    const inside = installation.on(store);
    const at = installation.now().toISOString();
    const living = await store.credentials.onToken(token);
    const [ownerId] = living.flatMap((one) => one.ownerId ?? []);
    const owner = ownerId === undefined ? undefined : await store.people.byId(ownerId);
    const fault = await askerFault(inside, actor, controller, owner);
    if (fault !== undefined) {
      const detail = { controller, info: fault };
      store.audit.append({ at, actor, action: 'token/touch-refused', subject: token, detail });
      return new StationError('refused', fault);
    }
    const proven = owner !== undefined && (await tokenOfCode(inside, owner, code, token)) !== undefined;
    store.audit.append({ at, actor, action: 'token/touched', subject: token, detail: { controller, proven } });
    return { proven };
  });
  if (outcome instanceof StationError) throw outcome;
  return outcome;
}

async function askerFault(
  installation: Installation,
  station: string,
  name: string,
  holder: Person | undefined,
): Promise<string | undefined> {
  const { store, now } = installation;
  const asking = { controller: name, recordedAt: now().toISOString() };
  const ended = await rightFault(installation, asking, 'control_trust');
  if (ended !== undefined) return ended.reason;
  const controller = (await controllersOn(store, dayOf(installation))).find((one) => one.name === name);
  return (await reachFault(installation, controller, { station, ...(holder && { holder }) }))?.reason;
}
