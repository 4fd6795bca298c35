package api

import (
	"errors"
	"net/http"
	"strconv"

	"jieli/access"
	"jieli/fault"
)

// Problem is an answer that says what went wrong (RFC 9457).
type Problem struct {
	Type     string          `json:"type" doc:"urn:jieli:problem:<code>"`
	Title    string          `json:"title" doc:"the class of the problem, in the language of Accept-Language"`
	Status   int             `json:"status"`
	Code     string          `json:"code" doc:"stable, snake case"`
	Detail   string          `json:"detail" doc:"what is wrong and what to do, in the language of Accept-Language"`
	DetailEn string          `json:"detail_en"`
	Instance string          `json:"instance,omitempty" doc:"number of the request, for the operator's log"`
	Findings []fault.Finding `json:"findings"`
}

// The problems of the edge itself.
var (
	errNoRoute = fault.Define("no_such_address",
		"没有这个地址，请检查链接。", "There is nothing at this address. Check the link.")
	errMethod = fault.Define("method_not_allowed",
		"这个地址不接受 {method} 请求。", "This address does not take {method} requests.")
	errNothing = fault.Define("not_found",
		"没有找到，或者不在您的查看范围内。", "Not found, or outside of what you may see.")
	errPower = fault.Define("power_missing",
		"您的角色没有这项权限，请联系管理员。", "None of your roles may do this. Ask your administrator.")
	errMustChange = fault.Define("password_must_change",
		"您用的是临时密码。请先在电脑端登录并设置自己的密码。",
		"You signed in with a temporary password. Sign in to the console and choose your own first.")
	errViewing = fault.Define("viewing_only",
		"您正在以别的角色查看，只能看，不能改。请先退出查看。",
		"You are seeing as another role: it only reads. End that first.")
	errRegister = fault.Define("register_not_readable",
		"没有这个登记表，或者您的角色不能查看它。", "There is no such register, or none of your roles may read it.")
	errCrossSite = fault.Define("cross_site_request",
		"请求缺少 X-Jieli 标头，已被拒绝。请从系统页面操作。",
		"The request lacks the header X-Jieli and was refused. Use the pages of the system.")
	errTooLarge = fault.Define("body_too_large",
		"发送的内容过大，最多 {max} 字节。请分批发送。",
		"What was sent is too large: at most {max} bytes. Send it in parts.")
	errMedia = fault.Define("body_not_json",
		"请以 application/json 发送内容。", "Send the body as application/json.")
	errCutOff = fault.Define("body_cut_off",
		"内容没有收全，请重新发送。", "The body did not arrive whole. Send it again.")
	errTooFast = fault.Define("too_many_requests",
		"请求太频繁，请在 {seconds} 秒后再试。", "Too many requests. Try again in {seconds} seconds.")
	errInside = fault.Define("server_fault",
		"系统内部出错，已记录。请稍后再试；如仍出错，请把编号 {id} 告诉管理员。",
		"Something went wrong inside and was logged. Try again later; if it stays, give the number {id} to the operator.")
	errDown = fault.Define("server_unavailable",
		"系统暂时不可用，没有保存任何内容。请稍后再试。",
		"The system cannot work at the moment; nothing was kept. Try again later.")
	errQuery = fault.Define("query_malformed",
		"网址中的参数格式不正确。", "The parameters of the address are malformed.")
	errParameter = fault.Define("parameter_unknown",
		"不认识参数“{name}”。", "Unknown parameter \"{name}\".")
	errParameterValue = fault.Define("parameter_wrong",
		"参数“{name}”应为{want}。", "Parameter \"{name}\" should be {want}.")
)

// titles are the words for the classes of problems, by status.
var titles = map[int]fault.Text{
	400: {Zh: "请求格式不正确", En: "Malformed request"},
	401: {Zh: "需要登录", En: "Sign-in needed"},
	403: {Zh: "没有权限", En: "Not allowed"},
	404: {Zh: "没有找到", En: "Not found"},
	405: {Zh: "不支持的方法", En: "Method not allowed"},
	409: {Zh: "与现状冲突", En: "Conflict"},
	413: {Zh: "内容过大", En: "Too large"},
	415: {Zh: "不支持的格式", En: "Unsupported media type"},
	422: {Zh: "内容没有通过检查", En: "Refused by the checks"},
	429: {Zh: "请求过多", En: "Too many requests"},
	500: {Zh: "系统出错", En: "Server fault"},
	503: {Zh: "暂时不可用", En: "Unavailable"},
}

var statusOf = map[fault.Kind]int{
	fault.Internal:        http.StatusInternalServerError,
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Denied:          http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Busy:            http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// malformed is a request that cannot be read at all: status 400 instead of 422.
type malformed struct{ error }

func (m malformed) Unwrap() error { return m.error }

// unreadable makes the error for a request that cannot be read.
func unreadable(f fault.Finding) error {
	return malformed{&fault.Error{Kind: fault.Invalid, Findings: []fault.Finding{f}}}
}

// withStatus is an error with a status of its own.
type withStatus struct {
	error
	status int
}

func (w withStatus) Unwrap() error { return w.error }

// problemOf says an error in the words of RFC 9457. What is internal keeps its cause to the log.
func problemOf(err error, lang, request string) Problem {
	var e *fault.Error
	status := statusOf[fault.KindOf(err)]
	var m malformed
	var ws withStatus
	switch {
	case errors.As(err, &m):
		status = http.StatusBadRequest
	case errors.As(err, &ws):
		status = ws.status
	}
	p := Problem{Status: status}
	if errors.As(err, &e) && status != http.StatusInternalServerError {
		p.Findings = e.Findings
	}
	switch {
	case len(p.Findings) > 0:
	case status == http.StatusServiceUnavailable:
		p.Findings = []fault.Finding{errDown.At("")}
	default:
		p.Findings = []fault.Finding{errInside.At("", "id", request)}
		p.Instance = "urn:jieli:request:" + request
	}
	first := firstStop(p.Findings)
	p.Code, p.Type = first.Code, "urn:jieli:problem:"+first.Code
	p.Title, p.Detail, p.DetailEn = titles[status].In(lang), first.Text.In(lang), first.Text.In("en")
	return p
}

// firstStop gives the first finding that refuses, or the first at all.
func firstStop(list []fault.Finding) fault.Finding {
	for _, f := range list {
		if f.Severity == fault.Stop {
			return f
		}
	}
	return list[0]
}

// fail answers with a problem.
func (c *call) fail(err error) {
	p := problemOf(err, c.lang, c.id)
	c.code = p.Code
	if p.Status >= http.StatusInternalServerError {
		c.cause = err
	}
	if seconds, ok := access.RetryAfter(err); ok {
		c.w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
	if p.Status == http.StatusUnauthorized {
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="jieli"`)
	}
	c.w.Header().Set("Cache-Control", "no-store")
	c.write(p.Status, "application/problem+json", p, false)
}
