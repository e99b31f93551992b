import { controllerSignedIn, controllerSignIn } from '../../domain/contract/controller-sign-in.ts';
import { receiptKeys } from '../../domain/contract/receipt-keys.ts';
import { spareProof, spareProofRequest } from '../../domain/contract/spare-proof.ts';
import { enrolReply, enrolRequest, signedReceipt, signedRecord, snapshot } from '../../domain/contract/station.ts';
import { partsReply, partsRequest, stationManifest } from '../../domain/contract/station-parts.ts';
import { touchProof, touchProofRequest } from '../../domain/contract/touch-proof.ts';
import {
  countersignedNote,
  headReply,
  inclusionReply,
  inclusionRequest,
  nothingMore,
  offeredCheckpoint,
  reportedContradiction,
  toldHead,
} from '../../domain/contract/trail-wire.ts';
import { temporaryCodeReply, temporaryCodeRequest } from '../trust/give-temporary-code.ts';
import { endCodeReply, endCodeRequest, liveCodesReply, liveCodesRequest } from '../trust/live-codes.ts';
import type { Operation, Operations } from './operation.ts';

const who = {
  user: 'Who logs in: a name, or name@realm,',
  serial: 'or a token by its serial.',
  realm: 'Their realm; the default realm without it.',
};

/** What a QR or OCRA token is asked about. */
const question = {
  data: 'What is confirmed: it is shown by the app of a QR token,',
  challenge: 'in either name.',
  challenge_type: 'raw: the question is taken out of the data. hash: it is its hash. random: it is drawn.',
  hashchallenge: '1: the same as hash.',
  no_callback: 'Anything: the app shall not push its response, whatever the policies say.',
  'callback.id': 'Which of several addresses the app pushes to: qrtanurl.<id>.',
  'callback.user': 'Stands for <user> in that address,',
  'callback.password': 'and this for <password>.',
};

const check: Operation = {
  summary: 'Checks a login: a PIN or password and a code',
  needs: { pass: 'What was typed.' },
  takes: {
    ...who,
    transaction_id: 'The challenge that is answered,',
    state: 'in either name.',
    type: 'Only tokens of this type.',
    otponly: '1, with a serial: the code without a PIN.',
    exception: '1: a code that could not be sent is an error.',
    ...question,
    nonce: 'Comes back in the reply, which is signed then.',
  },
  gives: 'Whether they may come in. A refusal is a success whose value is false.',
};

const trigger: Operation = {
  summary: 'Sends challenges to somebody',
  right: 'triggerchallenge',
  takes: { ...who, type: 'Only tokens of this type.', nonce: 'Comes back in the reply.', ...question },
  gives: 'How many there are.',
};

const yubico: Operation = {
  summary: 'Yubico’s validation protocol 2.0: checks the OTP of a YubiKey',
  needs: {
    id: 'The number of the client: its key is the setting yubikey.apiid.<id>.',
    otp: 'The OTP; a PIN may stand in front.',
    nonce: '16 to 40 letters and digits, which come back.',
  },
  takes: {
    h: 'The signature of the request; one that is wrong is refused.',
    timestamp: '1: tell the token’s own counters.',
    sl: 'How many servers must agree: there is one.',
    timeout: 'For how many seconds they may be waited for.',
  },
  gives: 'Lines of name=value with status, signed by the client’s key.',
  media: 'text/plain',
};

const pushed: Operation = {
  summary: 'What the app of a QR token pushes: the response to a question',
  needs: { transaction_id: 'The challenge.', response: 'What the app makes of its question.' },
  takes: {
    serial: 'The serial of the token.',
    transactionid: 'Another name of the challenge,',
    state: 'and one more.',
    pass: 'Another name of the response.',
  },
  gives: 'OK, INVALID_CHALLENGE, or INVALID_RESPONSE: and how many more are taken.',
  media: 'text/plain',
};

const poll: Operation = {
  summary: 'Asks how a challenge stands',
  needs: { transaction_id: 'The challenge.' },
  gives: 'Whether it was accepted; the detail says how it stands.',
};

/** `/auth`, `/validate` and the desks' own part: logging in. */
export const loginOperations: Operations = {
  'POST /auth': {
    summary: 'Logs an administrator in, or where policies say so a person, for their own tokens',
    needs: { username: 'Their name; of a person, name@realm too.', password: 'Their password, or what a token needs.' },
    takes: { realm: 'The realm of a person.', transaction_id: 'The challenge that is answered.' },
    gives:
      'A token for the header PI-Authorization, good for an hour unless a policy says otherwise, and what they may do; false, with what is asked, when a challenge has to be answered.',
  },
  'GET /auth/rights': {
    summary: 'Which types of tokens whoever is logged in may enrol',
    right: '',
    gives: 'Each type with its name in words.',
  },
  'GET /auth/granted': {
    summary: 'What whoever is logged in may do by now',
    right: '',
    gives: 'The rights, as the grants and the policies of the moment have them.',
  },
  'POST /validate/check': check,
  'GET /validate/check': check,
  'POST /validate/triggerchallenge': trigger,
  'GET /validate/triggerchallenge': trigger,
  'GET /validate/polltransaction': poll,
  'GET /validate/polltransaction/<transaction_id>': poll,
  'GET /login': { summary: 'The sign-in page', gives: 'HTML that needs no script.', media: 'text/html' },
  'POST /login': {
    summary: 'The gate, first step: a password',
    needs: { username: 'A name, or name@realm.', password: 'Where the person is kept.' },
    takes: { realm: 'Their realm; the default realm without it.' },
    gives:
      'next: code (with a session; and for tokens that answer a question challenges, one for each: serial, question, message, image, and pushed for an app that sends its answer by itself; challenge is the first), done or refused; message in words; contact where it belongs. Too many refusals of late come as 429, and what cannot be checked now as 503, both with next refused, message and Retry-After. To browsers a page.',
    media: 'application/json',
  },
  'POST /login/code': {
    summary: 'The gate, second step: a code',
    needs: {
      session: 'As the first step gave it; good for five minutes.',
      code: 'Of any token, an answer, or read out; empty after an app has answered.',
    },
    gives:
      'next: done, code (once more) or refused; message; contact; the challenges again; 429 and 503 as in the first step. To browsers a page.',
    media: 'application/json',
  },
  'GET /ttype/yubikey': yubico,
  'POST /ttype/yubikey': yubico,
  'GET /ttype/qr': pushed,
  'POST /ttype/qr': pushed,
  'GET /openapi.json': { summary: 'This document', gives: 'OpenAPI 3.1.', media: 'application/json' },
  'GET /ca.pem': {
    summary: 'The certificate of the server’s own authority',
    gives: 'PEM.',
    media: 'application/x-pem-file',
  },
  'POST /stations/enrol': {
    summary: 'Enrols a desk by a one-time code',
    body: enrolRequest,
    gives: 'The desk’s number and the keys of the server.',
    media: 'application/json',
    reply: enrolReply,
  },
  'GET /stations/self/snapshot': {
    summary: 'What a desk needs to know: people, controllers, policies',
    right: 'station',
    gives: 'Everything, or 304 when nothing changed since the ETag sent.',
    media: 'application/json',
    reply: snapshot,
  },
  'GET /stations/self/parts': {
    summary: 'The parts of what a desk needs to know, each with the hash of its content',
    right: 'station',
    gives: 'The hash of each part, or 304 when nothing changed since the ETag sent.',
    media: 'application/json',
    reply: stationManifest,
  },
  'POST /stations/self/parts': {
    summary: 'Some of those parts',
    right: 'station',
    body: partsRequest,
    gives: 'As many of them as one answer holds, as they are now; the others are asked for again.',
    media: 'application/json',
    reply: partsReply,
  },
  'POST /stations/self/controllers/sign-in': {
    summary: 'Signs a controller in at the desk',
    right: 'station',
    body: controllerSignIn,
    gives: 'What the controller may do and what the desk can check the next codes by, or why not.',
    media: 'application/json',
    reply: controllerSignedIn,
  },
  'POST /stations/self/temporary-codes': {
    summary: 'Gives a code that stands in for somebody’s token once',
    right: 'station',
    body: temporaryCodeRequest,
    gives: 'The code, to be read out, and for how long it is good.',
    media: 'application/json',
    reply: temporaryCodeReply,
  },
  'POST /stations/self/temporary-codes/alive': {
    summary: 'Whose temporary codes are alive, of those whom the controller has a say about',
    right: 'station',
    body: liveCodesRequest,
    gives: 'People, who gave each and until when; never the codes.',
    media: 'application/json',
    reply: liveCodesReply,
  },
  'POST /stations/self/temporary-codes/end': {
    summary: 'Ends somebody’s temporary code before it is used; they are told',
    right: 'station',
    body: endCodeRequest,
    gives: 'Whether there was one.',
    media: 'application/json',
    reply: endCodeReply,
  },
  'POST /stations/self/touches': {
    summary: 'Checks that a code is of a token that was brought back',
    right: 'station',
    body: touchProofRequest,
    gives: 'Whether it is; the code is used up.',
    media: 'application/json',
    reply: touchProof,
  },
  'POST /stations/self/spares': {
    summary: 'Shows of a spare that was written anew that its old codes are dead and the new credential alive',
    right: 'station',
    body: spareProofRequest,
    gives: 'Whether the new credential stands ready and makes the code that was typed; how many ended, and live on.',
    media: 'application/json',
    reply: spareProof,
  },
  'GET /stations/self/checkpoint': {
    summary: 'The newest checkpoint of the log, and that it goes on from an older one',
    right: 'station',
    needs: { from: 'How many entries the checkpoint has that the desk keeps; 0 for none.' },
    gives: 'The signed note and a consistency proof (RFC 6962, 2.1.2).',
    media: 'application/json',
    reply: offeredCheckpoint,
  },
  'PUT /stations/self/checkpoint': {
    summary: 'Countersigns a checkpoint',
    right: 'station',
    body: countersignedNote,
    gives: 'Nothing; 409 when the log has no such checkpoint.',
    media: 'application/json',
    reply: nothingMore,
  },
  'GET /stations/self/receipt-keys': {
    summary: 'The key that signs receipts and checkpoints, and how it was changed',
    right: 'station',
    gives: 'Each change with the place in the log it holds from, and the signatures of both keys over it.',
    media: 'application/json',
    reply: receiptKeys,
  },
  'POST /stations/self/inclusion': {
    summary: 'Proves that the desk’s own records are in the log',
    right: 'station',
    body: inclusionRequest,
    gives: 'For each the audit entry and an inclusion proof (RFC 6962, 2.1.1).',
    media: 'application/json',
    reply: inclusionReply,
  },
  'PUT /stations/self/audit-head': {
    summary: 'Tells where the desk’s own audit stands',
    right: 'station',
    body: toldHead,
    gives: 'Nothing, or where the server knows that it stood, when the desk said something else: that is kept then.',
    media: 'application/json',
    reply: headReply,
  },
  'PUT /stations/self/contradictions/<id>': {
    summary: 'Tells that the log is not the one the desk saw before, or what was decided about that',
    right: 'station',
    needs: { id: 'What the desk calls it: sent again, it is the same.' },
    body: reportedContradiction,
    gives: 'Nothing.',
    media: 'application/json',
    reply: nothingMore,
  },
  'PUT /stations/self/records/<id>': {
    summary: 'Delivers a signed record of an issuance',
    right: 'station',
    needs: { id: 'The record’s id: sent again, it is the same delivery.' },
    body: signedRecord,
    gives: 'A signed receipt.',
    media: 'application/json',
    reply: signedReceipt,
  },
};
