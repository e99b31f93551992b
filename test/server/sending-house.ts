import { httpModule } from '../../server/messaging/sms-gateway.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { type Receiver, startGateway, startMailServer } from './message-receiver.ts';
import { rawSql } from './raw-sql.ts';

/** A house that sends by a real gateway and a real mail server, with a clock that the test moves. */
export interface SendingHouse {
  readonly house: House;
  readonly admin: Administration;
  readonly gateway: Receiver;
  readonly mail: Receiver;
  readonly pass: (seconds: number) => void;
  readonly set: (settings: Record<string, string>) => Promise<unknown>;
  /** Sends short messages by this path of the gateway from now on. */
  readonly sendBy: (path: string) => Promise<void>;
  readonly policy: (action: string, fields?: Record<string, string>) => Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the server says
  readonly check: (fields: Record<string, string>) => Promise<any>;
  /** What was sent to this number, in its order. */
  readonly texts: (phone: string) => readonly string[];
  readonly mails: (address: string) => readonly string[];
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const leilani = { user: 'leilani.keola', realm: 'office' };

export async function openSendingHouse(): Promise<SendingHouse> {
  let time = new Date('2026-11-21T12:00:00Z');
  const [house, gateway, mail] = await Promise.all([openHouse(() => time), startGateway(), startMailServer()]);
  const admin = await administration(house);
  const set = async (settings: Record<string, string>) =>
    (await admin.post('/system/setConfig', settings)).json.result.value;
  const sendBy = async (path: string) => {
    const fields = { name: 'gate', module: httpModule, 'option.URL': `http://127.0.0.1:${gateway.port}${path}` };
    const options = { 'option.HTTP_METHOD': 'POST', 'option.text': '{otp}', 'option.to': '{phone}' };
    // A gateway that answers may take its time; one that does not is given up in the usual time.
    const limit: Record<string, string> = path === '/silent' ? {} : { 'option.TIMEOUT': '30' };
    await admin.post('/smsgateway', { ...fields, ...options, ...limit, 'option.RETURN_SUCCESS': 'OK' });
  };
  await set({ 'sms.allowed_hosts': '127.0.0.1' });
  await sendBy('/ok');
  await admin.post('/smtpserver/mail', { server: '127.0.0.1', port: String(mail.port), sender: 'desk@keydesk.test' });
  await set({ 'sms.identifier': 'gate', 'email.identifier': 'mail' });
  return {
    ...{ house, admin, gateway, mail, set, sendBy },
    pass: (seconds) => {
      time = new Date(time.getTime() + seconds * 1000);
    },
    policy: async (action, fields = {}) => {
      const { json } = await admin.post(`/policy/${action.split('=')[0]}`, {
        scope: 'authentication',
        action,
        ...fields,
      });
      if (json.result.status !== true) throw new Error(json.result.error.message);
    },
    check: async (fields) => {
      const { status, json } = await house.client.form(
        '/validate/check',
        fields.serial ? fields : { ...leilani, ...fields },
      );
      return { http: status, ...json.result, detail: json.detail };
    },
    texts: (phone) =>
      gateway
        .got('request')
        .map(({ body }) => new URLSearchParams(body))
        .filter((form) => form.get('to') === phone)
        .map((form) => form.get('text') ?? ''),
    mails: (address) =>
      mail
        .got('message')
        .filter(({ to }) => to.includes(address))
        .map(({ text }) => text),
    async clear() {
      const { store } = house.server.installation;
      await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
      await rawSql(store, 'DELETE FROM policies');
    },
    async close() {
      await Promise.all([house.close(), gateway.stop(), mail.stop()]);
    },
  };
}
