package main

import "database/sql"

// settle lets the database do at once what it does by itself within minutes: PostgreSQL gathers statistics and clears
// up after a fill.
func (r *run) settle(b backend, p *prepared) error {
	if !b.postgres {
		return nil
	}
	db, err := sql.Open("pgx", p.database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing is lost with it
	_, err = db.Exec("vacuum analyze")
	return err
}
