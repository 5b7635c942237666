import http from 'node:http';

/** Holds the port of the api, tells its supervisor that it is ready, and ends with it. */
const name = process.argv.at(-1) ?? '';
const given = Object.fromEntries(
  Object.entries(process.env).filter(([key]) => /DULY|TEMPORAL|SMTP|MAIL|PORT|URL/.test(key)),
);
const server = http.createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ pid: process.pid, ...given }));
});
const stop = (): void => {
  process.exit(0);
};
process.on('disconnect', stop);
process.on('SIGTERM', stop);
server.listen(name === 'api' ? Number(process.env.PORT) : 0, '127.0.0.1', () => {
  process.send?.({ ready: true, tokens: [{ role: 'operator', id: 'r-visser', token: 'stand-in-token' }] });
});
