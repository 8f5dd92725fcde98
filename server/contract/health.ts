/** 200 of `GET /api/health`; 503 if one of them does not work, or nothing is configured. */
export type HealthResponse = {
  /** Accepts the key and lists customers. */
  stripe: boolean
  /** Accepts the secret key and has the tables. */
  database: boolean
  /** Accepts the publishable key and asks new addresses for confirmation. */
  auth: boolean
}
