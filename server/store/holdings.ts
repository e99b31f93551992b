/** What limits on tokens are counted by. */
export interface Holdings {
  /** How many credentials a realm has; counts no further than `most`. */
  readonly countInRealm: (realm: string, most: number) => Promise<number>;
  readonly isInRealm: (serial: string, realm: string) => Promise<boolean>;
  readonly ofPerson: (personId: number) => Promise<readonly HeldCredential[]>;
}

interface HeldCredential {
  readonly serial: string;
  readonly type: string;
  readonly active: 0 | 1;
}
