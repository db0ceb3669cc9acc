import { isIP } from 'node:net';

/**
 * Which Host headers a server answers to. A page of a foreign site can make a browser send requests here, but not with the name of this
 * machine: it can only have its own name lead to it (DNS rebinding). So names have to be known. An address is no name; with it a server
 * that others may reach is meant.
 */
export function hostCheck(address: string, allowed: readonly string[]): (header: string | undefined) => boolean {
  const names = new Set(['localhost', address.toLowerCase(), ...allowed.map((name) => name.toLowerCase())]);
  const isKnown = (name: string): boolean => names.has(name) || name.endsWith('.localhost') || isOwnAddress(bare(name));
  const isOwnAddress = (name: string): boolean => (isLoopback(address) ? isLoopback(name) : isIP(name) !== 0);
  return (header) => {
    const [, name] = /^(\[[0-9a-f:.%]+\]|[^:[\]]+)(?::\d+)?$/i.exec(header ?? '') ?? [];
    if (name === undefined) return false;
    const lower = name.toLowerCase();
    // Clients put this before the host for StartSyncExecution and TestState.
    return isKnown(lower) || (lower.startsWith('sync-') && isKnown(lower.slice('sync-'.length)));
  };
}

function bare(name: string): string {
  return name.replace(/^\[|\]$/g, '');
}

/** Whether an address to listen on can be reached from this machine alone. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);
}
