interface Office {
  readonly id: string;
  readonly name: string;
}

/** The office that a person's directory entry names: by its name or its id, in any case. */
export function officeOfPerson<T extends Office>(offices: readonly T[], named: string): T | undefined {
  const wanted = named.trim().toLowerCase();
  return offices.find(({ id, name }) => name.toLowerCase() === wanted || id === wanted);
}
