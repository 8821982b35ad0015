/** How the panel refuses: every code of its catalogue, with its status and its words. */
import { NodeUnreachable } from "../wings/wings-simulator.ts";
import { WingsError } from "../wings/wings-error.ts";

export interface ErrorBody {
  code: string;
  status: string;
  detail: string;
  meta?: Record<string, unknown>;
}

export class PanelFault extends Error {
  readonly status: number;
  readonly errors: ErrorBody[];
  readonly headers: Record<string, string>;

  constructor(status: number, errors: ErrorBody[], headers: Record<string, string> = {}) {
    super(errors[0]?.detail ?? "");
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export function fault(
  status: number,
  code: string,
  detail: string,
  headers?: Record<string, string>,
): PanelFault {
  return new PanelFault(status, [{ code, status: String(status), detail }], headers);
}

export const unauthenticated = (): PanelFault => fault(401, "AuthenticationException", "Unauthenticated.");
export const unauthorized = (): PanelFault =>
  fault(403, "AccessDeniedHttpException", "This action is unauthorized.");
export const forbidden = (detail: string): PanelFault => fault(403, "HttpForbiddenException", detail);
export const notFound = (): PanelFault =>
  fault(404, "NotFoundHttpException", "The requested resource could not be found on the server.");
export const noAccess = (): PanelFault =>
  fault(404, "NotFoundHttpException", "The requested resource does not exist on this server.");
export const display = (detail: string, code = "DisplayException"): PanelFault => fault(400, code, detail);
export const badRequest = (detail: string): PanelFault => fault(400, "BadRequestHttpException", detail);
export const csrf = (): PanelFault => fault(419, "HttpException", "CSRF token mismatch.");
export const maintenance = (): PanelFault => fault(503, "HttpException", "Service Unavailable");
export const generic = (code: string): PanelFault =>
  fault(500, code, "An unexpected error was encountered while processing this request, please try again.");

export function invalid(field: string, rule: string, detail: string): PanelFault {
  return new PanelFault(422, [invalidBody(field, rule, detail)]);
}

export function invalidBody(field: string, rule: string, detail: string): ErrorBody {
  return { code: "ValidationException", status: "422", detail, meta: { source_field: field, rule } };
}

/** What the panel makes of a failure between it and the node. */
export function fromNode(error: unknown): PanelFault {
  const code = "DaemonConnectionException";
  if (error instanceof NodeUnreachable) {
    return fault(
      504,
      code,
      "Could not establish a connection to the machine running this server. Please try again.",
    );
  }
  if (!(error instanceof WingsError)) throw error;
  const { status, message, requestId } = error;
  return fault(
    status,
    code,
    status < 500
      ? `An error occurred on the remote host: ${message}. (request id: ${requestId})`
      : `There was an error while communicating with the machine running this server. This error has been logged, please try again. (code: ${status}) (request_id: ${requestId})`,
  );
}
