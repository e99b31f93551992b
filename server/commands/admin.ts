import { hashPin } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { personCalled } from '../people/person-called.ts';
import type { NewAuditEntry } from '../store/audit-log.ts';
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
  const isKnown = (await store.admins.find(name)) !== undefined;
  if (!isKnown && (await personCalled(store.people, name)) !== undefined) {
    throw new UsageError(`'${name}' is a person: an administrator needs another name`);
  }
  const passwordHash = await hashPin(password);
  return store.commits.alone(async ({ admins, audit }) => {
    const at = now().toISOString();
    const held = new Set([...((await admins.any()) ? rightsToLook : administrativeRights), ...granted]);
    const outcome = await admins.put({ name, passwordHash, rights: [...held] }, at);
    if (outcome === 'changed' && granted.length > 0) {
      await admins.setRights(name, [...new Set([...((await admins.find(name))?.rights ?? []), ...granted])]);
    }
    audit.append(entry(at, `admin/${outcome}`, name, (await admins.find(name))?.rights ?? []));
    const done = outcome === 'added' ? `added administrator ${name}` : `new password for administrator ${name}`;
    return password.length < advisedLength ? `${done}; its password is short, choose a longer one` : done;
  });
}

/** Sets an administrator's rights to exactly these. */
export function grantRights(installation: Installation, name: string, granted: readonly Right[]): Promise<string> {
  const { store, now } = installation;
  return store.commits.alone(async ({ admins, audit }) => {
    if (!(await admins.setRights(name, granted))) throw new UsageError(`there is no administrator ${name}`);
    audit.append(entry(now().toISOString(), 'admin/granted', name, granted));
    return `${name} has ${granted.join(', ') || 'no rights'}`;
  });
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

function entry(at: string, action: string, subject: string, granted: readonly Right[]): NewAuditEntry {
  return { at, actor: 'command line', action, subject, detail: { rights: granted.join(' ') } };
}
