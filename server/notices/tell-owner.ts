import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { NoticeKind } from './notice-texts.ts';
import { notify } from './notify.ts';

/** Tells whoever has a credential what was done to it. */
export async function tellOwner(
  installation: Installation,
  { ownerId, serial }: Credential,
  kind: NoticeKind,
  by: string,
): Promise<void> {
  const owner = ownerId === null ? undefined : await installation.store.people.byId(ownerId);
  if (owner !== undefined) await notify(installation, owner, kind, { serial, by });
}
