import { once } from 'node:events';
import net from 'node:net';

export const LOOPBACK = '127.0.0.1';
const ATTEMPTS = 200;

/** The port itself, or the next one that nobody listens on and that is not in `reserved`. */
export async function nextFreePort(wanted: number, reserved: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + ATTEMPTS, 65_536); port += 1) {
    if (!reserved.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No port from ${wanted} to ${wanted + ATTEMPTS} is free; name another one in the environment.`);
}

/** Any free port, chosen by the system. */
export async function anyFreePort(): Promise<number> {
  const server = net.createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, LOOPBACK, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
