import { z } from 'zod';
import { type Permission, permissions } from '../../trust/groups.ts';
import { loginsAfter } from '../../trust/login-after.ts';
import { codesAlive } from '../live-codes.ts';

/** Groups, offices and their controllers, guidelines, whom to ask, and whom 'Require token' locks out. */

const text = (max: number) => z.string().max(max);
const id = z.string().regex(/^[a-z0-9-]{1,60}$/);
const name = text(100).min(1);
const person = { realm: text(100).min(1), username: text(200).min(1) };
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What is not named is unset. */
const settings = z.partialRecord(
  z.enum(permissions as readonly [Permission, ...Permission[]]),
  z.enum(['allow', 'deny']),
);

const describedGroup = z.object({ id, name, settings, within: z.array(id).max(100) });
export type DescribedGroup = z.infer<typeof describedGroup>;

const group = describedGroup.extend({
  /** `null`: everybody is in it. */
  members: z.int().nullable(),
});
export type GroupRow = z.infer<typeof group>;

const member = z.object({
  realm: z.string(),
  username: z.string(),
  name: z.string(),
  office: z.string(),
});
export type GroupMember = z.infer<typeof member>;

const lockedOut = z.object({
  /** `name@realm`. */
  user: z.string(),
  name: z.string(),
  office: z.string(),
  /** The ways to the groups that say so, each from the group the person is in. */
  because: z.array(z.array(z.string())),
});

/** Some of a list of them. */
const lockedOutPage = z.object({
  /** How many there are in all. */
  count: z.int(),
  people: z.array(lockedOut),
  /** To ask for those that follow; `null` at the end of the list. */
  next: z.int().nullable(),
});
export type LockedOutPage = z.infer<typeof lockedOutPage>;

const controller = z.object({
  /** Which entry it is, to end it. */
  entry: z.int(),
  realm: z.string(),
  username: z.string(),
  name: z.string(),
  /** `null`: for good. */
  loan: z
    .object({
      lentBy: z.string(),
      firstDay: z.string(),
      lastDay: z.string(),
      /** Whoever lent it controls trust here no more: it lends nothing until they do again. */
      rests: z.boolean(),
    })
    .nullable(),
  /** Whether this person controls trust here today: the group's permission and the days say so. */
  today: z.boolean(),
});
export type ControllerRow = z.infer<typeof controller>;

const lender = z.object({ realm: z.string(), username: z.string(), name: z.string() });
export type LenderRow = z.infer<typeof lender>;

const office = z.object({
  id: z.string(),
  name: z.string(),
  controllers: z.array(controller),
  /** Who controls trust there for good today, and so can lend it. */
  lenders: z.array(lender),
});
export type OfficeRow = z.infer<typeof office>;

/** Says that the list was read: how many it names. */
const locksOut = z.int().min(0).optional();

/** A change of a group as it would be. */
const groupChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), group: describedGroup }),
  z.object({ kind: z.literal('removed'), id }),
  z.object({ kind: z.enum(['joined', 'left']), id, ...person }),
]);
export type GroupChangeAsked = z.infer<typeof groupChange>;

export const trustChannels = {
  'groups/list': { request: z.undefined(), reply: z.array(group) },
  'groups/members': { request: z.object({ id }), reply: z.array(member) },
  'groups/save': { request: describedGroup.extend({ locksOut }), reply: z.undefined() },
  'groups/remove': { request: z.object({ id, locksOut }), reply: z.undefined() },
  'groups/join': { request: z.object({ id, ...person, locksOut }), reply: z.undefined() },
  'groups/leave': { request: z.object({ id, ...person, locksOut }), reply: z.undefined() },
  /** Who is locked out now, or who would be besides by a change; `past` is what a page before said is next. */
  'groups/lockout': {
    request: z.object({ change: groupChange.nullable(), past: z.int().min(0).optional() }),
    reply: lockedOutPage,
  },
  /** Puts into the queue for a token everybody whom this names: locked out now, or by a change. */
  'groups/queue-locked-out': { request: z.object({ change: groupChange.nullable() }), reply: z.int() },
  /** How somebody logs in once a token is theirs no more (`gone`), or is out of use (`dead`). */
  'groups/login-after': {
    request: z.object({ ...person, serial: text(100).min(1), becomes: z.enum(['gone', 'dead']) }),
    reply: z.object({ after: z.enum(loginsAfter) }),
  },
  /** Whose temporary codes are alive. */
  'temporary-codes/list': { request: z.undefined(), reply: codesAlive },
  'temporary-codes/end': { request: z.object(person), reply: z.undefined() },
  'offices/list': { request: z.undefined(), reply: z.array(office) },
  'offices/save': { request: z.object({ id, name }), reply: z.undefined() },
  'offices/remove': { request: z.object({ id }), reply: z.undefined() },
  /** This desk stands in that office from now on, or in none. */
  'offices/stand-here': { request: z.object({ office: id.nullable() }), reply: z.undefined() },
  /** For good, or lent for some days by somebody who controls trust. */
  'offices/appoint': {
    request: z.object({
      office: id,
      ...person,
      loan: z.object({ lentBy: z.object(person), firstDay: day, lastDay: day }).nullable(),
    }),
    reply: z.undefined(),
  },
  'offices/end': { request: z.object({ office: id, entry: z.int().min(1) }), reply: z.undefined() },
  /** What was set; empty: the sign-in page has words of its own. */
  'contact/get': { request: z.undefined(), reply: z.string() },
  'contact/set': { request: z.object({ text: text(2000) }), reply: z.undefined() },
  'guidelines/newest': { request: z.undefined(), reply: z.object({ version: z.int(), text: z.string() }) },
  /** Answers the new version. */
  'guidelines/publish': { request: z.object({ text: text(20_000).min(1) }), reply: z.int() },
} as const;
