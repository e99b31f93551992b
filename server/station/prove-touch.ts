import type { z } from 'zod';
import type { touchProof, touchProofRequest } from '../../domain/contract/touch-proof.ts';
import type { Installation } from '../installation.ts';
import type { Station } from '../store/stations.ts';
import { tokenOfCode } from '../trust/own-code.ts';

/** Whether a code is of the token that a desk has in its port: the code is used up, a wrong one counts as everywhere. */
export async function proveTouch(
  installation: Installation,
  { id: actor }: Pick<Station, 'id'>,
  { controller, token, code }: z.infer<typeof touchProofRequest>,
): Promise<z.infer<typeof touchProof>> {
  return installation.store.commits.alone(async (store) => {
    const inside = installation.on(store);
    const living = await store.credentials.onToken(token);
    const [ownerId] = living.flatMap((one) => one.ownerId ?? []);
    const owner = ownerId === undefined ? undefined : await store.people.byId(ownerId);
    const found = owner === undefined ? undefined : await tokenOfCode(inside, owner, code);
    const proven = found !== undefined && living.some(({ serial }) => serial === found.serial);
    const at = installation.now().toISOString();
    const detail = { controller, proven };
    store.audit.append({ at, actor, action: 'token/touched', subject: token, detail });
    return { proven };
  });
}
