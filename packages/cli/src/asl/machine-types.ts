/** The two types of state machine. */
export const MACHINE_TYPES = ['STANDARD', 'EXPRESS'] as const;

/** A type of state machine. */
export type MachineType = (typeof MACHINE_TYPES)[number];
