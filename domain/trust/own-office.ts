/** Where somebody may act. */
interface Reach {
  readonly offices: readonly string[];
  readonly everywhere: boolean;
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
