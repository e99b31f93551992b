import type { Operations } from './operation.ts';

const name = { name: 'Its name.' };
const smtp = {
  server: 'The name of the server,',
  port: 'and its port.',
  username: 'Who logs in there,',
  password: 'and with what; never shown again.',
  sender: 'The address that mail comes from.',
  tls: '1: never without TLS.',
  ca: 'PEM of the authority of its certificate.',
  timeout: 'Seconds until it must have answered.',
  description: 'What it is for.',
};

/** `/system`, `/smtpserver`, `/smsgateway`, `/messages`: settings, and how messages go out. */
export const systemOperations: Operations = {
  'GET /system/': {
    summary: 'Lists settings',
    right: 'configread',
    gives: 'By name; a password shows as __CENSORED__.',
  },
  'GET /system/<key>': {
    summary: 'One setting',
    right: 'configread',
    needs: { key: 'Its name.' },
    gives: 'What it is.',
  },
  'POST /system/setConfig': {
    summary: 'Sets settings',
    right: 'configwrite',
    takes: {
      '<name>': 'A setting: any name with its value,',
      '<name>.type': 'password: it is sealed and never shown,',
      '<name>.desc': 'and what it is for.',
    },
    gives: 'For each name: insert or update.',
  },
  'DELETE /system/<key>': {
    summary: 'Removes a setting',
    right: 'configdelete',
    needs: { key: 'Its name.' },
    gives: 'True.',
  },
  'GET /smtpserver/': { summary: 'Lists mail servers', right: 'smtpserver_read', gives: 'By name.' },
  'POST /smtpserver/<name>': {
    summary: 'Defines a mail server',
    right: 'smtpserver_write',
    needs: { ...name, server: smtp.server, sender: smtp.sender },
    takes: smtp,
    gives: 'True.',
  },
  'POST /smtpserver/send_test_email': {
    summary: 'Sends a mail as a test',
    right: 'smtpserver_write',
    needs: { identifier: 'The name of the definition.', recipient: 'Where it shall go.' },
    takes: smtp,
    gives: 'Whether the mail server took it; the detail has what it said.',
  },
  'DELETE /smtpserver/<name>': {
    summary: 'Removes a mail server',
    right: 'smtpserver_write',
    needs: name,
    gives: 'True.',
  },
  'GET /smsgateway': { summary: 'Lists gateways for short messages', right: 'smsgateway_read', gives: 'All of them.' },
  'GET /smsgateway/<id>': {
    summary: 'One gateway; or `providers`: what each kind takes',
    right: 'smsgateway_read',
    needs: { id: 'Its number.' },
    gives: 'A list with it.',
  },
  'POST /smsgateway': {
    summary: 'Defines a gateway',
    right: 'smsgateway_write',
    needs: { ...name, module: 'Its kind, as `providers` lists them.' },
    takes: {
      'option.<name>': 'An option of its kind,',
      'header.<name>': 'a header that is sent with each message.',
      description: 'What it is for.',
    },
    gives: 'Its number.',
  },
  'DELETE /smsgateway/<name>': {
    summary: 'Removes a gateway',
    right: 'smsgateway_write',
    needs: name,
    gives: 'Its number.',
  },
  'DELETE /smsgateway/option/<id>/<key>': {
    summary: 'Removes one option of a gateway',
    right: 'smsgateway_write',
    needs: { id: 'Its number.', key: 'option.NAME or header.NAME.' },
    gives: 'Its number.',
  },
  'GET /messages/': {
    summary: 'Lists messages that went out, wait or are stuck',
    right: 'configread',
    takes: { state: 'waiting, sending, sent, refused, expired or stuck.', page: 'From 1.', pagesize: '1 to 1000.' },
    gives: 'One page; neither recipient nor text.',
  },
};
