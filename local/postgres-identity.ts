import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.js';

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** A command line as `spawn` takes it. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly identity?: Identity;
}

/** How Postgres is run although it refuses to be run by root. */
export interface Unprivileged {
  readonly binaries: PostgresBinaries;
  readonly launch: (file: string, args: readonly string[]) => Launch;
  /** Gives files to the user that the server runs as. */
  readonly own: (...files: string[]) => void;
}

/** Inside the namespace the effective user is not 0; outside, files stay root's and no user is created. */
const USER_NAMESPACE = ['--user', '--map-user=65534', '--map-group=65534', '--'];

export function asUnprivileged(binaries: PostgresBinaries, dataDir: string, passwordFile: string): Unprivileged {
  if (process.getuid?.() !== 0) {
    return { binaries, launch: (file, args) => ({ file, args }), own: () => undefined };
  }
  // A cluster belongs to whoever made it: the namespace sees root's files only, another user its own only.
  const owner = fs.existsSync(path.join(dataDir, 'PG_VERSION')) ? fs.statSync(dataDir) : undefined;
  const foreign = owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
  if (!foreign && spawnSync('unshare', [...USER_NAMESPACE, binaries.postgres, '--version']).status === 0) {
    const launch = (file: string, args: readonly string[]) => ({
      file: 'unshare',
      args: [...USER_NAMESPACE, file, ...args],
    });
    return { binaries, launch, own: () => undefined };
  }
  const identity = foreign ?? lookUp('postgres') ?? lookUp('nobody');
  if (!identity) {
    throw new Error(
      'PostgreSQL does not run as root, and here are neither user namespaces nor a user "postgres" or "nobody": ' +
        'start Duly as an ordinary user, or set DATABASE_URL.',
    );
  }
  const unprivileged = asUser(identity, binaries, dataDir);
  if (owner && !foreign) unprivileged.own(dataDir, passwordFile);
  return unprivileged;
}

function asUser(identity: Identity, binaries: PostgresBinaries, dataDir: string): Unprivileged {
  const { uid, gid } = identity;
  return {
    binaries: withinReach(identity, binaries, dataDir),
    launch: (file, args) => ({ file, args, identity }),
    own: (...files) => {
      for (const file of files) spawnSync('chown', ['-R', [uid, gid].join(':'), file]);
    },
  };
}

/** Below a private home the packages are out of another user's reach: a readable copy beside the data is not. */
function withinReach(identity: Identity, binaries: PostgresBinaries, dataDir: string): PostgresBinaries {
  if (spawnSync(binaries.postgres, ['--version'], { ...identity, cwd: '/' }).status === 0) return binaries;
  const home = `${dataDir}.bin`;
  if (!fs.existsSync(home)) {
    const half = `${home}.new`;
    fs.rmSync(half, { recursive: true, force: true });
    fs.cpSync(binaries.home, half, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(half, home);
  }
  return { home, initdb: path.join(home, 'bin/initdb'), postgres: path.join(home, 'bin/postgres') };
}

function lookUp(user: string): Identity | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, user], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
