export function postgresPrograms(): string | undefined;
export function mariadbServer(): string | undefined;
