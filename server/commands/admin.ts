import { hashPin } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { administrativeRights, type Right, rights, rightsToLook } from '../store/rights.ts';
import { UsageError } from './usage.ts';

const advisedLength = 12;

/**
 * Adds an administrator, or sets a new password; gives the sentence to print. The first one may administer everything,
 * later ones may look; trust is never controlled without a grant.
 */
export async function createAdmin(
  installation: Installation,
  name: string,
  password: Uint8Array,
  granted: readonly Right[],
): Promise<string> {
  if (!/^[\w.@-]{1,100}$/.test(name)) {
    throw new UsageError(`'${name}' is no name for an administrator: letters, digits and . _ - @ only`);
  }
  if (password.length === 0) throw new UsageError('the password is missing: write it to standard input');
  const { store, now } = installation;
  const passwordHash = await hashPin(password);
  return store.db
    .transaction(() => {
      const at = now().toISOString();
      const held = new Set([...(store.admins.any() ? rightsToLook : administrativeRights), ...granted]);
      const outcome = store.admins.put({ name, passwordHash, rights: [...held] }, at);
      if (outcome === 'changed' && granted.length > 0) {
        store.admins.setRights(name, [...new Set([...(store.admins.find(name)?.rights ?? []), ...granted])]);
      }
      audit(installation, at, `admin/${outcome}`, name, store.admins.find(name)?.rights ?? []);
      const done = outcome === 'added' ? `added administrator ${name}` : `new password for administrator ${name}`;
      return password.length < advisedLength ? `${done}; its password is short, choose a longer one` : done;
    })
    .immediate();
}

/** Sets an administrator's rights to exactly these. */
export function grantRights(installation: Installation, name: string, granted: readonly Right[]): string {
  const { store, now } = installation;
  return store.db
    .transaction(() => {
      if (!store.admins.setRights(name, granted)) throw new UsageError(`there is no administrator ${name}`);
      audit(installation, now().toISOString(), 'admin/granted', name, granted);
      return `${name} has ${granted.join(', ') || 'no rights'}`;
    })
    .immediate();
}

/** Rights by name, separated by commas or blanks; `none` is none. */
export function parseRights(words: readonly string[]): readonly Right[] {
  const names = words.flatMap((word) => word.split(/[\s,]+/)).filter((word) => word !== '' && word !== 'none');
  return names.map((name) => {
    const right = rights.find((known) => known.toLowerCase() === name.replace('-', '_').toLowerCase());
    if (right === undefined) throw new UsageError(`there is no right '${name}': choose from ${rights.join(', ')}`);
    return right;
  });
}

function audit(
  installation: Installation,
  at: string,
  action: string,
  subject: string,
  granted: readonly Right[],
): void {
  installation.store.audit.append({
    at,
    actor: 'command line',
    action,
    subject,
    detail: { rights: granted.join(' ') },
  });
}
