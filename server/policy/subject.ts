import type { Subject } from '../../domain/policy/request.ts';
import type { Person } from '../store/people.ts';

/** A person as policies look at them. */
export function subjectOf(person: Person): Subject;
export function subjectOf(person: Person | undefined): Subject | undefined;
export function subjectOf(person: Person | undefined): Subject | undefined {
  return person && { user: person.username, realm: person.realm, resolver: person.resolver };
}
