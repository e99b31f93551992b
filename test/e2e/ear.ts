import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

/** A port of this machine that nobody should reach: counts every connection and every packet. */
export interface Ear {
  readonly port: number;
  readonly heard: () => number;
  readonly close: () => void;
}

export async function listen(): Promise<Ear> {
  let heard = 0;
  const tcp = createServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => tcp.listen(0, '0.0.0.0', resolve));
  const address = tcp.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const udp = createSocket('udp4');
  udp.on('message', () => {
    heard += 1;
  });
  await new Promise<void>((resolve) => udp.bind(port, resolve));
  return {
    port,
    heard: () => heard,
    close: () => {
      tcp.close();
      udp.close();
    },
  };
}

/** Reaches the port as a page would if it could: shows that the ear hears. */
export async function knock(port: number): Promise<void> {
  await new Promise<void>((resolve) => {
    connect(port, '127.0.0.1')
      .on('close', resolve)
      .on('error', () => resolve());
  });
}
