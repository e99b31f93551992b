import type { Db } from './database.ts';
/** A person as the realms know them. */
export interface Person {
  readonly id: number;
  readonly realm: string;
  readonly username: string;
  readonly userId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly mobile: string;
  readonly phone: string;
  readonly office: string;
}
export interface Realm {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
}
export interface People {
  readonly find: (realm: string, username: string) => Person | undefined;
  readonly byId: (id: number) => Person | undefined;
  readonly all: () => readonly Person[];
  readonly add: (person: Omit<Person, 'id'>) => void;
  readonly realms: () => readonly Realm[];
  readonly defaultRealm: () => string | undefined;
  /** Makes the realm if it is not there; the first one is the default. */
  readonly ensureRealm: (name: string) => void;
}
export declare const personColumns =
  'id, realm, username, user_id AS userId, given_name AS givenName, surname, email, mobile, phone, office';
export declare function people(db: Db): People;
