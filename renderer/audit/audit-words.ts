import type { TFunction } from 'i18next';
import type { AuditRow } from '../../domain/contract/administration/audit.ts';

/** The acts that have words of their own, under `audit.act.<act>`. */
const acts = [
  ...['admin/added', 'admin/granted', 'admin/logged-in', 'admin/refused', 'administrator/added'],
  ...['administrator/changed', 'administrator/granted', 'administrator/removed', 'audit/downloaded'],
  ...['contact/changed', 'controller/added', 'controller/ended', 'gate/done', 'gate/password', 'gate/refused'],
  ...['gate/token-required', 'group/joined', 'group/left', 'group/removed', 'group/saved', 'guidelines/published'],
  ...['conflict/decided', 'conflict/settled', 'queue/added', 'queue/removed', 'token/touched'],
  'token/touch-refused',
  ...['notice/not-sent', 'office/removed', 'office/saved', 'record/act', 'temporary-code/given'],
  ...[
    'temporary-code/refused',
    'credential/disabled',
    'credential/ended',
    'messages/given-up',
    'messages/retried',
    'smsgateway/tested',
  ],
  ...[
    'people/imported',
    'person/logged-in',
    'person/refused',
    'policy/deleted',
    'policy/imported',
    'policy/renamed',
    'policy/saved',
  ],
  ...['realm/login-tried', 'realm/made-default', 'realm/no-default', 'realm/removed', 'realm/saved'],
  ...['record/disputed', 'record/issued', 'record/quarantined', 'record/refused', 'record/stopped', 'record/void'],
  ...['resolver/removed', 'resolver/saved', 'smsgateway/defined', 'smsgateway/option-removed', 'smsgateway/removed'],
  ...['smtpserver/defined', 'smtpserver/removed', 'smtpserver/tested', 'station/code-made', 'station/enrolled'],
  ...['station/revoked', 'system/removed', 'system/set', 'token/assign', 'token/copypin', 'token/copyuser'],
  ...['token/delete', 'token/description', 'token/disable', 'token/enable', 'token/getserial', 'token/info'],
  ...['token/info-removed', 'token/init', 'token/load', 'token/lost', 'token/realm', 'token/reset', 'token/resync'],
  ...['token/revoke', 'token/set', 'token/setpin', 'token/setrandompin', 'token/unassign', 'user/added'],
  ...['user/changed', 'user/removed', 'validate/accepted', 'validate/challenged', 'validate/pushed'],
  ...['validate/rejected', 'validate/unsent', 'controller/refused', 'controller/signed-in', 'policy/disabled'],
  ...['policy/enabled', 'station/enrolled-again', 'station/office', 'token/expired', 'token/found'],
  ...['trail/begun-anew', 'trail/contradicted', 'trail/settled'],
] as const;
type Act = (typeof acts)[number];

/** What was done, in words; what has none keeps the name that the server gave it. */
export function actWords(t: TFunction, row: AuditRow): string {
  const act = knownAct(row);
  return act === undefined ? row.request || row.act : t(`audit.act.${act}`);
}

/** Keydesk names what was done; privacyIDEA names the request only. */
function knownAct({ act, request, success }: AuditRow): Act | undefined {
  const [, noun = '', verb = ''] = /^\w+ \/(\w+)\/?([\w-]*)/.exec(request) ?? [];
  const wanted =
    act !== ''
      ? act
      : noun === 'validate' && verb === 'check'
        ? `validate/${success ? 'accepted' : 'rejected'}`
        : noun === 'auth'
          ? `admin/${success ? 'logged-in' : 'refused'}`
          : `${noun}/${verb}`;
  return acts.find((known) => known === wanted);
}

/** What was to be sent and could not be: nobody refused it. */
export function wasUnsent({ act, success }: AuditRow): boolean {
  return !success && (act === 'notice/not-sent' || act === 'validate/unsent');
}

/** Who it was, and how it came out, in one sentence. */
export function outcomeWords(t: TFunction, row: AuditRow): string {
  if (wasUnsent(row)) return t('audit.outcome.unsent');
  const how = row.success ? 'done' : 'refused';
  const isLogin = /^validate\//.test(row.act) || /\/validate\//.test(row.request);
  if (isLogin) {
    const name = row.user !== '' ? person(row) : row.serial || t('audit.somebody');
    return t(`audit.outcome.login_${row.authentication === 'CHALLENGE' ? 'asked' : how}`, { name });
  }
  if (row.administrator !== '') return t(`audit.outcome.administrator_${how}`, { name: row.administrator });
  return t(`audit.outcome.server_${how}`);
}

/** A person of the audit with their realm. */
export function person({ user, realm }: AuditRow): string {
  return user !== '' && realm !== '' && !user.includes('@') ? `${user}@${realm}` : user;
}
