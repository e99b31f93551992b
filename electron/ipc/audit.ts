import { exportAudit, listAudit } from '../administration/audit.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The server's audit, to look at and to take away. */
export function auditHandlers({ administration, files }: DeskContext): Handlers<'audit/list' | 'audit/export'> {
  return {
    'audit/list': ({ filter, page }) => listAudit(administration.wire(), filter, page),
    'audit/export': async ({ filter }) => {
      const name = `audit-${new Date().toISOString().slice(0, 10)}.csv`;
      const bytes = await exportAudit(administration.wire(), filter, name);
      return { saved: await files.save(name, bytes) };
    },
  };
}
