import { ServerResponse } from 'node:http';

/** Loaded into a server before it starts: ends it by SIGKILL when it is about to answer a record. */
const end = ServerResponse.prototype.end;
ServerResponse.prototype.end = function (this: ServerResponse, ...given: Parameters<typeof end>) {
  if (this.req.method === 'PUT') process.kill(process.pid, 'SIGKILL');
  return end.apply(this, given);
} as typeof end;
