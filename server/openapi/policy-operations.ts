import type { Operations } from './operation.ts';

const name = { name: 'The name of the policy.' };
const scope = { scope: 'authentication, enrollment, authorization, admin and their kin.' };
const about = {
  realm: 'Realms, with commas between; none: all.',
  resolver: 'Resolvers, likewise.',
  user: 'People: names, expressions, -name for all but.',
  client: 'Addresses and subnets, -address for all but.',
};

/** For what the conditions of policies look at. */
const saidOfTheRequest = {
  'header.<name>': 'A header of the request, for conditions.',
  'environment.<key>': 'A value of its WSGI environment, likewise.',
  'data.<key>': 'One of its parameters, likewise.',
};

const columns = {
  action: 'What was asked: `POST /token/init`.',
  success: '1 or 0.',
  serial: 'The token.',
  user: 'Whose.',
  realm: 'Their realm.',
  administrator: 'Who did it.',
  client: 'From which address.',
  policies: 'The policies that took effect.',
  info: 'More about it.',
};
const audit = { ...columns, timelimit: 'Only what is younger: 30m, 12h, 7d. In texts, `*` stands for any characters.' };

/** `/policy` and `/audit`: what is decided by, and what was done. */
export const policyOperations: Operations = {
  'GET /policy/': {
    summary: 'Lists policies',
    right: 'policyread',
    takes: { ...name, ...scope, realm: 'Only those that name this realm.', active: 'true or false.' },
    gives: 'All that fit.',
  },
  'GET /policy/<name>': { summary: 'One policy', right: 'policyread', needs: name, gives: 'A list with it.' },
  'POST /policy/<name>': {
    summary: 'Saves a policy; what could not work is refused, with the reason',
    right: 'policywrite',
    needs: { ...name, ...scope, action: 'What it does: name=value, with commas between; or a JSON object.' },
    takes: {
      ...about,
      time: 'When it holds: `Mon-Fri: 8:00-17:00`.',
      active: 'true or false.',
      priority: 'The lowest number wins.',
      adminrealm: 'Scope admin: whom it is about,',
      adminuser: 'by name.',
      check_all_resolvers: 'Whether every resolver of the realm counts.',
      user_case_insensitive: 'Whether names count in any case.',
      conditions: 'JSON: more that must hold.',
      description: 'What it is for.',
    },
    gives: 'Its number, under `setPolicy <name>`.',
  },
  'PATCH /policy/<name>': { summary: 'Renames a policy', right: 'policywrite', needs: name, gives: 'Its number.' },
  'DELETE /policy/<name>': { summary: 'Removes a policy', right: 'policydelete', needs: name, gives: 'Its number.' },
  'POST /policy/enable/<name>': {
    summary: 'Lets a policy count',
    right: 'policywrite',
    needs: name,
    gives: 'Its number.',
  },
  'POST /policy/disable/<name>': {
    summary: 'Lets a policy count no more',
    right: 'policywrite',
    needs: name,
    gives: 'Its number.',
  },
  'GET /policy/check': {
    summary: 'Which policies would be asked for somebody',
    right: 'policyread',
    needs: { user: 'The name.', realm: 'The realm.', ...scope, action: 'The action.' },
    takes: { resolver: 'The resolver.', client: 'The address they come from.' },
    gives: 'Whether there is one, and which.',
  },
  'POST /policy/explain/<scope>': {
    summary: 'What became of each policy in such a request, and why',
    right: 'policyread',
    needs: scope,
    takes: {
      user: 'The name.',
      realm: 'The realm.',
      client: 'The address they come from.',
      time: 'When: 2026-11-21T10:00; now without it.',
      user_agent: 'The program that asks.',
      adminuser: 'Scope admin: who asks.',
      serial: 'The token it is about, for whoever may list it.',
      ...saidOfTheRequest,
    },
    gives:
      'Which matched, which took effect, which did not and why, what conditions look at and nobody said, and where max_token_per_realm counts, how many tokens the realm has and how many of them somebody has. Nothing is changed.',
  },
  'POST /policy/whatif/<realm>': {
    summary: 'Whom a policy that is not saved would affect',
    right: 'policyread',
    needs: { realm: 'The realm.', policy: 'The policy: a JSON object as POST /policy/<name> takes it.' },
    takes: {
      client: 'The address they come from.',
      time: 'When; now without it.',
      after: 'The name after which the list goes on.',
      limit: 'How many people at once, at most 2000.',
      ...saidOfTheRequest,
    },
    gives: 'What would be otherwise, for each person, and what conditions look at and nobody said. Nothing is changed.',
  },
  'GET /policy/defs': {
    summary: 'Every action that a policy may have',
    right: 'policyread',
    gives: 'By scope and name.',
  },
  'GET /policy/defs/<scope>': {
    summary: 'The actions of a scope',
    right: 'policyread',
    needs: scope,
    gives: 'By name.',
  },
  'GET /policy/export/<file>': {
    summary: 'Policies as a file',
    right: 'policyread',
    needs: { file: 'How it shall be called.' },
    takes: { name: 'Only this one.' },
    gives: 'The file.',
    media: 'text/plain',
  },
  'POST /policy/import/<file>': {
    summary: 'Takes policies in from a file, all or none',
    right: 'policywrite',
    needs: { file: 'How it is called.' },
    body: 'file',
    gives: 'What became of each.',
  },
  'GET /audit/': {
    summary: 'Lists what was done',
    right: 'auditlog',
    takes: {
      ...audit,
      ...{ page: 'From 1.', page_size: '1 to 1000.', sortname: 'A column.', sortorder: 'asc or desc.' },
    },
    gives: 'One page, newest first; sig_check and missing_line say whether the chain holds.',
  },
  'GET /audit/<file>': {
    summary: 'The same as a file',
    right: 'auditlog_download',
    needs: { file: 'A name that ends with .csv.' },
    takes: audit,
    gives: 'CSV, all that fit.',
    media: 'text/csv',
  },
};
