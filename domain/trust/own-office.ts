import type { Permission } from './groups.ts';

/** Where somebody may act. */
interface Reach {
  readonly offices: readonly string[];
  readonly everywhere: boolean;
}

/** Somebody who may do something somewhere: `controls` is where they control trust, `own` what is theirs for good. */
interface Standing extends Reach {
  readonly controls: Reach;
  readonly own: { readonly permissions: readonly Permission[]; readonly offices: readonly string[] };
}

/**
 * Where somebody may do what one of these rights allows: what is lent is control of trust, in its office alone, and what
 * is theirs for good elsewhere adds nothing to it.
 */
export function reachOf({ everywhere, controls, own }: Standing, rights: readonly Permission[]): Reach {
  const controlled = rights.includes('control_trust') ? [controls] : [];
  const held = rights.some((right) => right !== 'control_trust' && own.permissions.includes(right));
  const all = [...controlled, ...(held ? [{ offices: own.offices, everywhere }] : [])];
  return {
    offices: [...new Set(all.flatMap(({ offices }) => offices))],
    everywhere: all.some((one) => one.everywhere),
  };
}

interface Office {
  readonly id: string;
  readonly name: string;
}

/** The office a person belongs to, by what their directory says (its id or its name); nothing where no office is called so. */
export function officeOf(text: string, offices: readonly Office[]): Office | undefined {
  const wanted = plain(text);
  return wanted === '' ? undefined : offices.find(({ id, name }) => plain(id) === wanted || plain(name) === wanted);
}

/** Whether a controller may act for a person: of one's own office, or of none that is known. */
export function mayActFor({ everywhere, offices: own }: Reach, text: string, offices: readonly Office[]): boolean {
  if (everywhere) return true;
  const office = officeOf(text, offices);
  return office === undefined || own.includes(office.id);
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
