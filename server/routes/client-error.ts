import type { Socket } from 'node:net';
import { errorText } from '../wire/envelope.ts';
import { WireError } from '../wire/wire-error.ts';

/** Answers what is no HTTP request, or one with too long a head, in the envelope too; the connection ends. */
export function answerClientError(now: () => Date, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const status = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = errorText(
    new WireError('parameter', tooLong ? 'The head of the request is too long.' : 'The request cannot be read.'),
    now(),
  );
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}
