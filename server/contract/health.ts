/** 200 of `GET /api/health`, and 503 where one of them is not well, or nothing is configured. */
export type HealthResponse = {
  /** Takes the key and lists customers. */
  stripe: boolean
  /** Takes the secret key and has the tables. */
  database: boolean
  /** Takes the publishable key and asks new addresses for a confirmation. */
  auth: boolean
}
