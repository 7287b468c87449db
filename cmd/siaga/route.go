package main

import (
	"time"

	"siaga/internal/taskforce"
)

// Route decides where a case goes, one JSON object of facts a line.
type Route struct {
	Register string `help:"Plan with this CSV file; without it with a register in which every region has an officer on duty." placeholder:"FILE"`
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
