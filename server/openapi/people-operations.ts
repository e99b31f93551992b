import type { Operations } from './operation.ts';

const person = {
  givenname: 'Their first name.',
  surname: 'Their last name.',
  email: 'Their address for mail.',
  mobile: 'Their number for short messages.',
  phone: 'Another number.',
  description: 'Anything else, such as their office.',
};
const whom = { resolver: 'A resolver of type internal.', user: 'The name they log in with.' };
const realm = { realm: 'The name of the realm.' };
const resolver = { resolver: 'The name of the resolver.' };

const definition = {
  type: 'internal, ldapresolver, sqlresolver or passwdresolver.',
  fileName: 'passwdresolver: the file on the server.',
  LDAPURI: 'ldapresolver: addresses, ldap:// or ldaps://, with commas between; asked in turn.',
  LDAPBASE: 'Where people are looked for.',
  BINDDN: 'Who the server logs in as,',
  BINDPW: 'and with what; never shown again.',
  LDAPSEARCHFILTER: 'Who is a person.',
  LOGINNAMEATTRIBUTE: 'The attribute with the name that is typed; several with commas between.',
  UIDTYPE: 'The attribute that never changes: entryUUID, objectGUID, DN.',
  USERINFO: 'JSON: givenname, surname, email, mobile, phone, description -> the attribute of each.',
  SCOPE: 'SUBTREE, LEVEL or BASE.',
  START_TLS: '1: the connection is secured before the server logs in.',
  TLS_VERIFY: '0: any certificate will do. Do not.',
  TLS_CA: 'PEM of the authority of its certificate; the system’s without it.',
  TIMEOUT: 'Seconds until it must have answered.',
  Driver: 'sqlresolver: postgresql, mysql or sqlite.',
  Server: 'Its name.',
  Port: 'Its port.',
  Database: 'The database; of SQLite the file.',
  User: 'Who the server logs in as,',
  Password: 'and with what; never shown again.',
  Table: 'The table, with its schema if it needs one.',
  Map: 'JSON: userid, username, password, givenname, surname, email, mobile, phone -> the column of each.',
  Where: 'Comparisons joined by AND: who counts.',
  Password_Hash_Type: 'PLAIN: passwords are kept as they are. Otherwise each says its form.',
  TLS: '1: the connection is secured.',
  poolTimeout: 'Seconds until it must have answered.',
};

/** `/user`, `/realm`, `/resolver`: who people are and where they are kept. */
export const peopleOperations: Operations = {
  'GET /user/': {
    summary: 'Lists people',
    right: 'userlist',
    takes: {
      ...{ realm: 'Their realm.', resolver: 'Their resolver.', username: 'Their name, `*` for any characters.' },
      ...person,
    },
    gives: 'Everybody who fits.',
  },
  'POST /user/': {
    summary: 'Adds somebody to a resolver of the server’s own',
    right: 'adduser',
    needs: whom,
    takes: { ...person, password: 'Their password.' },
    gives: 'Their id.',
  },
  'PUT /user/': {
    summary: 'Changes somebody; what is not sent stays',
    right: 'updateuser',
    needs: whom,
    takes: { ...person, password: 'A new password.' },
    gives: 'True.',
  },
  'DELETE /user/<resolver>/<user>': {
    summary: 'Removes somebody; their tokens stay',
    right: 'deleteuser',
    needs: whom,
    gives: 'True.',
  },
  'GET /realm/': { summary: 'Lists realms and their resolvers', right: 'userlist', gives: 'Each realm by its name.' },
  'POST /realm/<realm>': {
    summary: 'Makes a realm of resolvers',
    right: 'resolverwrite',
    needs: { ...realm, resolvers: 'Their names, with commas between.' },
    takes: { 'priority.<resolver>': 'Which of them is asked first: 1 to 999, the lowest first.' },
    gives: 'Which were added, and which are not there.',
  },
  'POST /realm/<realm>/try': {
    summary: 'What would come of a login; all of it is taken back',
    right: 'resolverwrite',
    needs: { ...realm, user: 'The name.' },
    takes: { password: 'The password or PIN.', code: 'A code of a token.' },
    gives: 'Where they were found, what is right, which token and policies count. Nothing is used up.',
  },
  'DELETE /realm/<realm>': { summary: 'Removes a realm', right: 'resolverdelete', needs: realm, gives: 'Its number.' },
  'GET /defaultrealm': {
    summary: 'The realm of names without one',
    right: 'userlist',
    gives: 'That realm, by its name.',
  },
  'POST /defaultrealm/<realm>': {
    summary: 'Makes a realm the default',
    right: 'configwrite',
    needs: realm,
    gives: 'Its number.',
  },
  'DELETE /defaultrealm': { summary: 'Leaves no realm the default', right: 'configdelete', gives: 'Its number.' },
  'GET /resolver/': {
    summary: 'Lists resolvers',
    right: 'resolverread',
    takes: { type: 'Only this type.' },
    gives: 'Each definition by its name; a secret shows as __CENSORED__.',
  },
  'GET /resolver/<resolver>': {
    summary: 'One resolver',
    right: 'resolverread',
    needs: resolver,
    gives: 'Its definition, or nothing.',
  },
  'POST /resolver/test': {
    summary: 'Tries a resolver, saved or not, and a login against it',
    right: 'resolverwrite',
    takes: {
      resolver: 'The name of a saved one, whose secrets count when none are sent.',
      username: 'Whom to look for,',
      password: 'and their password.',
      ...definition,
    },
    gives: 'Whether it works; the detail says why not.',
  },
  'POST /resolver/<resolver>': {
    summary: 'Saves a resolver',
    right: 'resolverwrite',
    needs: { ...resolver, type: definition.type },
    takes: definition,
    gives: 'Its number.',
  },
  'DELETE /resolver/<resolver>': {
    summary: 'Removes a resolver that no realm has',
    right: 'resolverdelete',
    needs: resolver,
    gives: 'Its number.',
  },
};
