import type { Operations } from './operation.ts';

const group = { id: 'The group: small letters, digits and -.' };
const office = { id: 'The office: small letters, digits and -.' };
const person = { user: 'A name, or name@realm.' };
const locksOut = { locks_out: 'How many it locks out, when it does: the list was read.' };
const change = {
  change: 'saved, removed, joined or left; saved if it is not said.',
  user: 'Who joins or leaves.',
  realm: 'Their realm.',
};
const described = {
  name: 'What people call it.',
  allow: 'What it allows, with commas between: control_trust, handle_stock, all_offices, require_token.',
  deny: 'What it denies; any Deny beats any Allow.',
  within: 'The groups it is within.',
};

/** Keydesk's own: who controls trust and where, and what the gate asks of whom. */
export const trustOperations: Operations = {
  'GET /trust/groups': { summary: 'Lists groups', right: 'trustread', gives: 'Each with settings and members.' },
  'GET /trust/groups/<id>/members': {
    summary: 'Lists who was put into a group',
    right: 'trustread',
    needs: group,
    gives: 'People.',
  },
  'POST /trust/groups/<id>': {
    summary: 'Saves a group',
    right: 'trustwrite',
    needs: group,
    takes: { ...described, ...locksOut },
    gives: 'True.',
  },
  'DELETE /trust/groups/<id>': {
    summary: 'Removes a group',
    right: 'trustwrite',
    needs: group,
    takes: locksOut,
    gives: 'True.',
  },
  'POST /trust/groups/<id>/members': {
    summary: 'Puts somebody into a group',
    right: 'trustwrite',
    needs: { ...group, ...person },
    takes: { realm: 'Their realm.', ...locksOut },
    gives: 'True.',
  },
  'DELETE /trust/groups/<id>/members': {
    summary: 'Takes somebody out of a group',
    right: 'trustwrite',
    needs: { ...group, ...person },
    takes: { realm: 'Their realm.', ...locksOut },
    gives: 'True.',
  },
  'GET /trust/offices': { summary: 'Lists offices', right: 'trustread', gives: 'Each with its controllers.' },
  'POST /trust/offices/<id>': {
    summary: 'Saves an office',
    right: 'trustwrite',
    needs: { ...office, name: 'What people call it.' },
    gives: 'True.',
  },
  'POST /trust/stations/<station>': {
    summary: 'Says which office a station stands in',
    right: 'trustwrite',
    needs: { station: 'The station’s id.' },
    takes: { office: 'The id of the office; none without it.' },
    gives: 'True.',
  },
  'DELETE /trust/offices/<id>': { summary: 'Removes an office', right: 'trustwrite', needs: office, gives: 'True.' },
  'POST /trust/offices/<id>/controllers': {
    summary: 'Has somebody control trust in an office, for good or for some days',
    right: 'trustwrite',
    needs: { ...office, ...person },
    takes: {
      realm: 'Their realm.',
      lent_by: 'Who lends it, who has it there for good,',
      first_day: 'from which day,',
      last_day: 'to which day, both included: 2026-07-01.',
    },
    gives: 'The number of the entry.',
  },
  'DELETE /trust/offices/<id>/controllers/<controller>': {
    summary: 'Ends it',
    right: 'trustwrite',
    needs: { ...office, controller: 'The number of the entry.' },
    gives: 'True.',
  },
  'GET /trust/contact': { summary: 'Whom to ask, as the gate shows it', right: 'trustread', gives: 'The text.' },
  'POST /trust/contact': {
    summary: 'Sets whom to ask',
    right: 'trustwrite',
    takes: { text: 'At most 2000 characters; blank: the page’s own words.' },
    gives: 'True.',
  },
  'GET /trust/guidelines': { summary: 'What controllers read', right: 'trustread', gives: 'The version and the text.' },
  'POST /trust/guidelines': {
    summary: 'Publishes guidelines as a new version',
    right: 'trustwrite',
    needs: { text: 'All of it.' },
    gives: 'The version.',
  },
  'GET /trust/lockout': {
    summary: 'Who is locked out now, and who would be by a change of a group as described',
    right: 'trustread',
    takes: {
      ...group,
      ...change,
      ...described,
      list: 'now or after: some of that list at a time, with how many there are in all.',
      past: 'What the answer before said is next.',
    },
    gives: 'Both lists, by name, office and the groups that say so; or some of one.',
  },
  'GET /trust/queue': {
    summary: 'Who is to get a token next',
    right: 'trustread',
    gives: 'People in the order of the queue, who put them there and when.',
  },
  'POST /trust/queue': {
    summary: 'Puts people at the end of the queue for a token',
    right: 'trustwrite',
    takes: {
      user: 'A name, or name@realm; in the queue already: goes to its end.',
      realm: 'Their realm.',
      group: 'Everybody in the group who has no token, or only revoked ones.',
      locked_out: 'now or after: everybody on that list of /trust/lockout, asked with the same words.',
    },
    gives: 'How many were not in it before.',
  },
  'DELETE /trust/queue': {
    summary: 'Takes somebody out of the queue for a token',
    right: 'trustwrite',
    needs: person,
    takes: { realm: 'Their realm.' },
    gives: 'True.',
  },
  'GET /trust/login-after': {
    summary: 'How somebody would log in without one of their tokens',
    right: 'trustread',
    needs: {
      ...person,
      serial: 'The token.',
      becomes: 'gone: not theirs any more; dead: still theirs, and it lets nobody in.',
    },
    takes: { realm: 'Their realm.' },
    gives: 'after: other token, code wanted, password alone or locked out.',
  },
  'GET /trust/temporary-codes': {
    summary: 'Whose temporary codes are alive',
    right: 'trustread',
    gives: 'People, who gave each, until when, and how many seconds are left; never the codes.',
  },
  'DELETE /trust/temporary-codes': {
    summary: 'Ends somebody’s temporary code before it is used; they are told',
    right: 'trustwrite',
    needs: person,
    takes: { realm: 'Their realm.' },
    gives: 'True.',
  },
  'GET /trust/rollout': {
    summary: 'How far the organisation is with its tokens',
    right: 'trustread',
    gives: 'Who is to get one and who has one, by office and group; stock; what was given out in the last 14 days.',
  },
  'GET /trust/conflicts': {
    summary: 'Lists what records of desks contradicted: what waits for a decision, and what was decided lately',
    right: 'trustread',
    gives: 'Each with its kind, what the record said, who has the token now, and the decision.',
  },
  'POST /trust/conflicts/<record>': {
    summary: 'Decides a conflict; the first decision stands',
    right: 'trustwrite',
    needs: {
      record: 'The record it is about.',
      choice:
        'issue another, leave, withdraw older or count: what the server has stands; confirm, move or unship: the record is taken after all.',
    },
    gives: 'True.',
  },
};
