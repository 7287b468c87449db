package main

import (
	"time"

	"siaga/internal/taskforce"
)

// Route decides where a case goes, one JSON object of facts a line.
type Route struct {
	Register string `help:"Plan with this CSV file; without it with a register in which every region has an officer on duty." placeholder:"FILE"`
}

// Help explains the facts with an example.
func (Route) Help() string {
	return `One JSON object a line, one decision a line. Everything may be left out; an unknown field, code or word gives {"error": …}.

{"danger":"soon","form":"held","places":{"victim_now":{"code":"53.02"},"home":{"code":"53.21.05"}},"child":true}

places: victim_now, incident, recruitment, transit, destination, home; each {"code":"53.02"} (province, kabupaten/kota or kecamatan) or {"country":"MY","town":"Tawau","area":"Sabah"}, and "at_sea":true.
priority: imminent, urgent, ordinary; assessed when left out. danger: now, soon, past, unknown.
form: held, labour, sexual, departure, scam, child, marriage, sea, organ, missing, other.
kind, when it is no trafficking: labour_dispute, missing_person, domestic_violence.
child, women, men, returnee, foreign: true, false or "unknown". victims: how many. more: ["53.05"] where further victims are.
official: {"involved":true,"who":"Bang Andi polsek","units":["53.02"]}. said: ["…"] is searched for names of officers.
excluded: [{"task_force":"53.02","seat":"53.02/duty/1"}]. had: ["53.71"] those who had it before. incident: key of a surge.

Out come lead, wanted (by place; another covers when they differ), priority, supporting (with what each may see), excluded, involve, next_door, mission, deadlines, reasons, rules, and alarm when nobody at all is on duty.`
}

// Run answers line by line.
func (r Route) Run(io streams) error {
	reg, err := r.load()
	if err != nil {
		return err
	}
	return jsonLines(io.in, io.out, func(line []byte) (any, error) {
		facts, err := taskforce.FactsFromJSON(line)
		if err != nil {
			return nil, err
		}
		return taskforce.Route(facts, reg, time.Now()).JSON(reg), nil
	})
}

func (r Route) load() (*taskforce.Register, error) {
	if r.Register != "" {
		return registerFile(r.Register)
	}
	return taskforce.Full(), nil
}
